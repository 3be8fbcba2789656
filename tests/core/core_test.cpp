#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/error.h"
#include "core/file.h"
#include "core/text.h"
#include "core/time.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

TEST(Time, ReadsTheFormsOfIso8601) {
  const Time expected = make_time(2003, 11, 20, 18, 5);
  for (const auto* text : {"2003-11-20T18:05Z", "2003-11-20 18:05", "2003-11-20T18:05:00",
                           "2003-11-20T18:05:00.000Z", "2003-11-20T19:05:00+01:00", "2003-11-20T12:35-05:30"})
    EXPECT_EQ(parse_time(text), expected) << text;
  EXPECT_EQ(parse_time("2003-11-20"), make_time(2003, 11, 20));
}

TEST(Time, RefusesTextThatIsNoTime) {
  for (const auto* text : {"", "2003", "2003-13-01", "2003-02-29", "2003-11-20T24:00", "2003-11-20T12:60",
                           "2003-11-20T12:00:30", "2003-11-20T12:00Zx", "20031120", "2003-11-20T1:00"})
    EXPECT_FALSE(parse_time(text)) << text;
  EXPECT_THROW(require_time("yesterday", "--at"), UsageError);
}

TEST(Time, FormatIsTheInverseOfParse) {
  for (int hours = 0; hours < 45 * 366 * 24; hours += 997) {
    const Time time = make_time(1981, 1, 1) + std::chrono::hours{hours};
    EXPECT_EQ(parse_time(format_time(time)), time);
  }
  EXPECT_EQ(parse_time("2000-02-29"), make_time(2000, 2, 29)) << "a leap day";
}

TEST(Duration, ReadsMinutesHoursDaysAndTheirSums) {
  EXPECT_EQ(parse_duration("90m"), Minutes{90});
  EXPECT_EQ(parse_duration("1h30m"), Minutes{90});
  EXPECT_EQ(parse_duration("1d"), Minutes{1440});
  for (const auto* text : {"", "0m", "-1h", "4", "4x", "h", "99999999999999999999d"})
    EXPECT_FALSE(parse_duration(text));
  for (const int minutes : {1, 59, 60, 90, 1440, 1500})
    EXPECT_EQ(parse_duration(format_duration(Minutes{minutes})), Minutes{minutes});
}

class FileTest : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_ = fs::temp_directory_path() / fs::path("symh-core-test-" + std::to_string(getpid()));
};

TEST(Text, IsWrappedAtBlanksAndALongWordStandsAlone) {
  EXPECT_EQ(wrap("one two  three", 7), "one two\nthree\n");
  EXPECT_EQ(wrap("a abcdefghij b", 5), "a\nabcdefghij\nb\n");
}

TEST_F(FileTest, WritesWholeFilesAndLeavesNoTemporaryBehind) {
  write_file_atomically(folder_ / "deep" / "file", "first");
  write_file_atomically(folder_ / "deep" / "file", "second");
  EXPECT_EQ(read_file(folder_ / "deep" / "file"), "second");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "deep"), {}), 1);
}

TEST_F(FileTest, AFailedWriteKeepsTheOldFile) {
  fs::create_directories(folder_ / "target" / "inside");  // renaming a file over a folder must fail
  EXPECT_THROW(write_file_atomically(folder_ / "target", "new"), RunError);
  EXPECT_TRUE(fs::is_directory(folder_ / "target" / "inside"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(FileTest, TheTemporaryFileOfAKilledWriterIsHiddenAndCanBeRemoved) {
  const auto left = folder_ / "deep" / ".file.Ab12Cd.tmp";
  fs::create_directories(left.parent_path());
  for (const auto& name : {".file.Ab12Cd.tmp", "file", ".hidden", "own.tmp"})
    std::ofstream(folder_ / "deep" / name) << "x";
  remove_temporaries(folder_);
  EXPECT_FALSE(fs::exists(left));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "deep"), {}), 3) << "and nothing else";
  remove_temporaries(folder_ / "none");
}

TEST_F(FileTest, AWrittenFileHasTheRightsThatTheUmaskLeaves) {
  for (const mode_t mask : {0022U, 0002U, 0027U, 0077U}) {
    const auto before = ::umask(mask);
    write_file_atomically(folder_ / "file", "x");
    ::umask(before);
    struct stat found {};
    ASSERT_EQ(::stat((folder_ / "file").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0666U & ~mask);
  }
}

TEST_F(FileTest, HashesByContent) {
  std::ofstream(folder_ / "abc") << "abc";
  EXPECT_EQ(sha256_of_file(folder_ / "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_THROW(sha256_of_file(folder_ / "none"), DataError);
  EXPECT_THROW(read_file(folder_ / "none"), DataError);
}

}  // namespace
}  // namespace symh
