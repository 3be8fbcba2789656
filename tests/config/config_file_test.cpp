#include "config/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ConfigFile : public testing::Test {
 protected:
  std::filesystem::path path(const char* name) const { return folder_.path() / name; }
  static std::string error_of(const std::filesystem::path& file) {
    try {
      read_config_file(file);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  }
  TemporaryFolder folder_;
};

TEST_F(ConfigFile, IsReadWholeAlsoThroughALink) {
  write_file_atomically(path("a.toml"), "a = 1\n");
  std::filesystem::create_symlink("a.toml", path("link.toml"));
  EXPECT_EQ(read_config_file(path("a.toml")), "a = 1\n");
  EXPECT_EQ(read_config_file(path("link.toml")), "a = 1\n");
}

TEST_F(ConfigFile, ThatIsNoPlainFileIsRefusedAndNotRead) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  std::filesystem::create_symlink("pipe", path("to-pipe"));
  EXPECT_THAT(error_of(path("pipe")),
              StartsWith(path("pipe").string() + ": found a pipe, expected a plain file"));
  EXPECT_THAT(error_of(path("to-pipe")), HasSubstr("found a pipe"));
  EXPECT_THAT(error_of(folder_.path()), HasSubstr("found a folder"));
  EXPECT_THAT(error_of("/dev/zero"), HasSubstr("/dev/zero: found a device"));
  EXPECT_THAT(error_of("/dev/null"), HasSubstr("/dev/null: found a device"));
  EXPECT_THAT(error_of(path("none.toml")), HasSubstr("cannot be read (No such file or directory)"));
}

TEST_F(ConfigFile, HasAtMostFourMebibytes) {
  write_file_atomically(path("most.toml"), std::string(4 << 20, '#'));
  write_file_atomically(path("more.toml"), std::string((4 << 20) + 1, '#'));
  EXPECT_EQ(error_of(path("most.toml")), "no error");
  EXPECT_THAT(error_of(path("more.toml")), HasSubstr("has 4194305 bytes, expected at most 4194304"));
}

}  // namespace
}  // namespace symh
