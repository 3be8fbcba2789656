#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

// The exit code by which tests/main.cpp tells CTest what came of the tests.

namespace symh {
namespace {

bool asked_to(const char* what) {
  const char* asked = std::getenv("SYMH_TEST_ASKED_TO");
  return asked != nullptr && std::string(asked).find(what) != std::string::npos;
}

/// Tests that fail or skip if the test below asks them to.
class Asked : public testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_FALSE(asked_to("set up wrongly")); }
};

TEST_F(Asked, MayFail) { EXPECT_FALSE(asked_to("fail")); }

TEST_F(Asked, MaySkip) {
  if (asked_to("skip")) GTEST_SKIP() << "as asked";
  if (asked_to("leave out")) GTEST_SKIP();
}

/// The exit code of this program with these tests only.
int code_when_asked(const std::string& what, const std::string& filter = "Asked.*") {
  const auto command = "SYMH_TEST_ASKED_TO='" + what + "' /proc/$PPID/exe --gtest_filter='" + filter + "'";
  return WEXITSTATUS(std::system((command + " >/dev/null 2>&1").c_str()));
}

TEST(ExitCode, TellsOfASkipUnlessATestFailed) {
  EXPECT_EQ(code_when_asked(""), 0);
  EXPECT_EQ(code_when_asked("skip"), 77);
  EXPECT_EQ(code_when_asked("leave out"), 1) << "no reason";
  EXPECT_EQ(code_when_asked("fail"), 1);
  EXPECT_EQ(code_when_asked("skip and fail"), 1);
  EXPECT_EQ(code_when_asked("set up wrongly"), 1);
  EXPECT_EQ(code_when_asked("", "NoSuchTest.*"), 1);
}

}  // namespace
}  // namespace symh
