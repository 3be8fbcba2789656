#include "core/plain_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;

std::string error_of(const std::filesystem::path& path, std::uintmax_t most_bytes) {
  try {
    PlainFile(path, "mend it").read(most_bytes);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(PlainFile, GivesTheSizeAndTheContent) {
  const TemporaryFolder folder;
  write_file_atomically(folder.path() / "a", "abc");
  const PlainFile file(folder.path() / "a", "mend it");
  EXPECT_EQ(file.size(), 3U);
  EXPECT_EQ(file.read(3), "abc");
}

TEST(PlainFile, EachErrorNamesTheFileAndEndsWithTheRemedy) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a";
  EXPECT_EQ(error_of(file, 9), file.string() + ": cannot be read (No such file or directory); mend it");
  write_file_atomically(file, "abc");
  EXPECT_EQ(error_of(file, 2), file.string() + ": has 3 bytes, expected at most 2; mend it");
  EXPECT_EQ(error_of("/dev/zero", 9), "/dev/zero: found a device, expected a plain file; mend it");
}

}  // namespace
}  // namespace symh
