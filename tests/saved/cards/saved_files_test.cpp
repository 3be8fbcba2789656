#include "saved/cards/saved_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string error_of(const std::filesystem::path& folder, const std::string& name,
                     std::uintmax_t most_bytes = 100) {
  try {
    SavedFiles(folder).read(name, most_bytes);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

class SavedFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    begin_saving(folder());
    write_file_atomically(folder() / "a.json", "one");
    write_file_atomically(folder() / "part/b.json", "two");
    end_saving(folder(), {"a.json", "part/b.json"});
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(SavedFilesTest, AreReadAsTheyWereWritten) {
  const SavedFiles files(folder());
  EXPECT_TRUE(files.has_checksums());
  EXPECT_EQ(files.read("a.json"), "one");
  EXPECT_EQ(files.read("part/b.json"), "two");
  EXPECT_EQ(files.size("a.json"), 3U);
  EXPECT_EQ(read_file(folder() / "SHA256SUMS").substr(64),
            "  a.json\n" + sha256_of("two") + "  part/b.json\n")
      << "as sha256sum writes them";
}

TEST_F(SavedFilesTest, ThatWereChangedAfterTrainingAreRefusedByName) {
  write_file_atomically(folder() / "part/b.json", "twO");
  EXPECT_EQ(error_of(folder(), "a.json"), "no error");
  EXPECT_THAT(error_of(folder(), "part/b.json"),
              AllOf(HasSubstr("part/b.json: was changed after training"), HasSubstr("another checksum")));
  write_file_atomically(folder() / "c.json", "new");
  EXPECT_THAT(error_of(folder(), "c.json"), HasSubstr("no such file"));
  std::filesystem::remove(folder() / "a.json");
  EXPECT_TRUE(SavedFiles(folder()).has("a.json")) << "it should be there";
  EXPECT_THAT(error_of(folder(), "a.json"), HasSubstr("a.json: cannot be read"));
}

TEST_F(SavedFilesTest, OfAnEarlierSymhAreReadUnchecked) {
  std::filesystem::remove(folder() / "SHA256SUMS");
  write_file_atomically(folder() / "a.json", "changed");
  EXPECT_FALSE(SavedFiles(folder()).has_checksums());
  EXPECT_EQ(SavedFiles(folder()).read("a.json"), "changed");
}

TEST_F(SavedFilesTest, HalfSavedAreRefused) {
  EXPECT_FALSE(is_half_saved(folder()));
  begin_saving(folder());
  EXPECT_TRUE(is_half_saved(folder()));
  EXPECT_THAT(error_of(folder(), "a.json"), HasSubstr("interrupted while it saved"));
}

TEST_F(SavedFilesTest, AListOfChecksumsThatIsNoneIsRefusedByLine) {
  const auto whole = read_file(folder() / "SHA256SUMS");
  for (const auto& text : {whole + "x\n", whole + std::string(64, 'g') + "  name\n",
                           whole + sha256_of("") + "  \n", whole + sha256_of("") + " name\n"}) {
    write_file_atomically(folder() / "SHA256SUMS", text);
    EXPECT_THAT(error_of(folder(), "a.json"), HasSubstr("SHA256SUMS:3: found no SHA-256")) << text;
  }
}

TEST_F(SavedFilesTest, MustBePlainFilesOfABearableSize) {
  std::filesystem::remove(folder() / "SHA256SUMS");
  std::filesystem::create_directory(folder() / "folder");
  ASSERT_EQ(::mkfifo((folder() / "pipe").c_str(), 0600), 0);
  std::filesystem::create_symlink("pipe", folder() / "to-pipe");
  std::filesystem::create_symlink("/dev/zero", folder() / "to-device");
  std::filesystem::create_symlink("nothing", folder() / "to-nothing");
  std::filesystem::create_symlink("a.json", folder() / "to-file");
  EXPECT_THAT(error_of(folder(), "folder"), HasSubstr("found a folder, expected a plain file"));
  EXPECT_THAT(error_of(folder(), "pipe"), HasSubstr("found a pipe"));
  EXPECT_THAT(error_of(folder(), "to-pipe"), HasSubstr("found a pipe"));
  EXPECT_THAT(error_of(folder(), "to-device"), HasSubstr("found a device"));
  EXPECT_THAT(error_of(folder(), "to-nothing"), HasSubstr("cannot be read"));
  EXPECT_EQ(error_of(folder(), "to-file"), "no error");
  EXPECT_THAT(error_of(folder(), "a.json", 2), HasSubstr("has 3 bytes, expected at most 2"));
  EXPECT_EQ(error_of(folder(), "a.json", 3), "no error");
}

TEST_F(SavedFilesTest, ChecksumsInAPipeAreRefusedToo) {
  std::filesystem::remove(folder() / "SHA256SUMS");
  ASSERT_EQ(::mkfifo((folder() / "SHA256SUMS").c_str(), 0600), 0);
  EXPECT_THAT(error_of(folder(), "a.json"), HasSubstr("SHA256SUMS: found a pipe"));
}

}  // namespace
}  // namespace symh
