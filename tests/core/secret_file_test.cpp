#include "core/secret_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

class SecretFile : public testing::Test {
 protected:
  void save(const std::string& text, mode_t mode) const {
    write_file_atomically(file_, text);
    ::chmod(file_.c_str(), mode);
  }
  std::string fault() const {
    try {
      read_secret_file(file_, "alerts.webhook_file");
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no fault";
  }
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "secret";
};

TEST_F(SecretFile, IsItsFirstLineWithoutBlanks) {
  save("  https://h/x \r\nmore\n", 0600);
  EXPECT_EQ(read_secret_file(file_, "x"), "https://h/x");
  save("word", 0400);
  EXPECT_EQ(read_secret_file(file_, "x"), "word");
}

TEST_F(SecretFile, ThatOthersCanReadIsRefusedAndNotShown) {
  for (const mode_t mode : {0640, 0604, 0644, 0620}) {
    save("s3cret\n", mode);
    EXPECT_THAT(fault(), HasSubstr("alerts.webhook_file " + file_.string() + ": mode 6"));
    EXPECT_THAT(fault(), HasSubstr("run: chmod 600 "));
    EXPECT_THAT(fault(), Not(HasSubstr("s3cret")));
  }
}

TEST_F(SecretFile, WithoutASecretIsRefused) {
  EXPECT_THAT(fault(), HasSubstr("cannot be opened (No such file"));
  save(" \nx", 0600);
  EXPECT_THAT(fault(), HasSubstr("found an empty first line"));
  save(std::string(5000, 'x'), 0600);
  EXPECT_THAT(fault(), HasSubstr("more than 4096 bytes"));
  std::filesystem::remove(file_);
  std::filesystem::create_directory(file_);
  EXPECT_THAT(fault(), HasSubstr("is no regular file"));
  std::filesystem::remove(file_);
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  EXPECT_THAT(fault(), HasSubstr("is no regular file")) << "and nobody waits for a writer";
}

TEST_F(SecretFile, OfTheFolderThatSystemdGuardsCountsAsPrivate) {
  save("word", 0440);
  ::setenv("CREDENTIALS_DIRECTORY", folder_.path().c_str(), 1);
  EXPECT_EQ(read_secret_file(file_, "x"), "word");
  ::setenv("CREDENTIALS_DIRECTORY", "/elsewhere", 1);
  EXPECT_THAT(fault(), HasSubstr("mode 440"));
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

TEST_F(SecretFile, OfAnotherUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  constexpr uid_t other = 1, third = 2;
  save("word", 0600);
  ASSERT_EQ(::chown(file_.c_str(), other, other), 0);
  EXPECT_EQ(read_secret_file(file_, "x"), "word") << "root may try the alerts of the user of the service";
  save("word", 0604);
  ASSERT_EQ(::chown(file_.c_str(), other, other), 0);
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  ASSERT_EQ(::seteuid(third), 0);
  const auto said = fault();
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_THAT(said, HasSubstr("belongs to the user 1, expected 2 or root"));
}

}  // namespace
}  // namespace symh
