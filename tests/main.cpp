// The program of every room's tests. CTest reads its exit code: 77 says that nothing failed and that a test
// was skipped for a reason that it gave. (CTest can look for "SKIPPED" in the output, too, but then a skip
// hides a failure in the same program.)
#include <gtest/gtest.h>

#include <iostream>
#include <string_view>

namespace {

/// GoogleTest skips, without a word, the tests of a suite that could not set up what they share.
class SkipsWithoutReason : public testing::EmptyTestEventListener {
 public:
  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (!part.skipped() ||
        std::string_view(part.message()).find_first_not_of(" \n") != std::string_view::npos)
      return;
    any_ = true;
    std::cerr << "a test was skipped without a reason; look at what its suite sets up\n";
  }
  bool any() const { return any_; }

 private:
  bool any_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  auto& tests = *testing::UnitTest::GetInstance();
  auto* unexplained = new SkipsWithoutReason;
  tests.listeners().Append(unexplained);  // which owns it
  const int result = RUN_ALL_TESTS();
  if (testing::GTEST_FLAG(list_tests)) return result;
  if (tests.test_to_run_count() == 0) {
    std::cerr << "no test has the name " << testing::GTEST_FLAG(filter) << '\n';
    return 1;
  }
  if (result == 0 && unexplained->any()) return 1;
  return result == 0 && tests.skipped_test_count() > 0 ? 77 : result;
}
