#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The libraries that a command loads, as the dynamic linker tells.
std::string libraries_of(const std::filesystem::path& folder, const std::string& arguments) {
  return shell_in(folder, "LD_DEBUG=files '" SYMH_BINARY "' " + arguments).err;
}

TEST(Start, CommandsOnDataLoadNoLibTorch) {
  const TemporaryFolder folder;
  for (const auto* arguments :
       {"--help", "simulate --output data --days 2 -q", "inspect data", "fetch --help"}) {
    const auto libraries = libraries_of(folder.path(), arguments);
    EXPECT_THAT(libraries, HasSubstr("libc.so")) << arguments;
    EXPECT_THAT(libraries, Not(HasSubstr("libtorch"))) << arguments;
  }
  EXPECT_THAT(libraries_of(folder.path(), "models"), HasSubstr("libtorch"));
}

TEST(Start, HelpListsEveryCommandWithWhatItDoes) {
  const TemporaryFolder folder;
  const auto front = symh_in(folder.path(), "--help");
  const auto whole = shell_in(folder.path(), "'" SYMH_BINARY "-models' --help");
  ASSERT_EQ(front.code, 0);
  EXPECT_EQ(front.out, whole.out);
}

TEST(Start, SaysWhatToDoWhereItsOtherHalfIsMissing) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(SYMH_BINARY, folder.path() / "symh");
  const auto result = shell_in(folder.path(), "./symh models");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err,
              HasSubstr("symh-models: cannot be started (No such file or directory); install symh again"));
  EXPECT_EQ(shell_in(folder.path(), "./symh --help").code, 0);
}

}  // namespace
}  // namespace symh
