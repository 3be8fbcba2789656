#include "formats/read_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "recording_listener.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* good =
    "time,sym_h\n2024-05-10T00:00Z,-10\n2024-05-10T00:01Z,-11\n2024-05-10T00:02Z,-12\n";

class ReadData : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) const {
    const auto path = folder_.path() / name;
    write_file_atomically(path, text);
    return path.string();
  }
  TemporaryFolder folder_;
  RecordingListener listener_;
};

TEST_F(ReadData, ReportsItsProgressAndHowMuchWasRead) {
  const auto data = read_data({file("a.csv", good)}, {}, false, listener_);
  EXPECT_EQ(data.series.size(), 3U);
  ASSERT_FALSE(listener_.shares.empty());
  EXPECT_EQ(listener_.labels.back(), "reading");
  EXPECT_EQ(listener_.shares.back(), 1.0);
  EXPECT_EQ(listener_.ended, 1U);
  EXPECT_THAT(listener_.said,
              ElementsAre("read 1 file: 3 samples of 1m, 2024-05-10T00:00:00Z to 2024-05-10T00:02:00Z"));
  EXPECT_THAT(listener_.said_more, ElementsAre(HasSubstr("a.csv: CSV, 3 rows")));
  EXPECT_THAT(listener_.warned, IsEmpty());
}

TEST_F(ReadData, KeepsDataThatLieWhollyAfterTheClockAndSaysSo) {
  const auto path = file("a.csv", "time,sym_h\n2199-01-01T00:00Z,-9\n2199-01-01T00:01Z,-9\n");
  const auto data = read_data({path}, {}, false, listener_);
  EXPECT_EQ(data.series.size(), 2U) << "simulated data may be of any year";
  EXPECT_THAT(data.warnings.front(), HasSubstr("all samples are stamped after the clock ("));
  EXPECT_THROW(read_data({path}, {}, false, listener_, make_time(2024, 5, 11)), DataError)
      << "no forecast is issued from the future";
}

TEST_F(ReadData, LeavesOutWhatIsStampedAfterNowAndSaysItFirst) {
  const auto path = file("a.csv", std::string(good) + "2199-01-01T00:00Z,-9\n2199-01-01T00:01Z,-9\n");
  const auto data = read_data({path}, {}, false, listener_, make_time(2024, 5, 11));
  EXPECT_EQ(data.series.size(), 3U);
  ASSERT_FALSE(data.warnings.empty());
  EXPECT_THAT(data.warnings.front(), HasSubstr("2 samples are stamped after now (2024-05-11T00:00:00Z)"));
  EXPECT_EQ(listener_.warned.front(), "warning: " + data.warnings.front());
  EXPECT_EQ(read_data({path}, {}, false, listener_).series.size(), 3U) << "by the clock of this machine";
  EXPECT_THROW(read_data({path}, {}, false, listener_, make_time(2024, 5, 9)), DataError)
      << "nothing is left";
}

TEST_F(ReadData, WarnsOfTheLinesThatItSkipped) {
  ReadOptions options;
  options.tolerant = true;
  read_data({file("a.csv", std::string(good) + "2024-05-10T00:03Z,1,2\n")}, options, false, listener_);
  EXPECT_THAT(listener_.warned,
              ElementsAre(testing::AllOf(HasSubstr("warning: "), HasSubstr("1 bad line skipped"))));
}

TEST_F(ReadData, WarnsOfTheFieldsThatItSkipped) {
  ReadOptions options;
  options.tolerant = true;
  const auto path =
      file("a.csv", std::string(good) + "2024-05-10T00:03Z,much\nlater,1\n2024-05-10T00:04Z,x\n");
  read_data({path}, options, false, listener_);
  EXPECT_THAT(listener_.warned, ElementsAre(HasSubstr("1 bad line and 2 bad fields skipped (--tolerant), the "
                                                      "first at 5:19: found 'much'")));
}

TEST_F(ReadData, WarnsTenTimesAtMostAndCountsTheRest) {
  std::vector<std::string> paths;
  for (char c = 'a'; c < 'a' + 12; ++c) {
    std::string day = "2024-05-" + std::to_string(10 + c - 'a');
    paths.push_back(file(std::string(1, c) + ".csv", "time,sym_h\n" + day + "T00:00Z,-10\n" + day +
                                                         "T00:01Z,-11\n" + day + "T00:02Z,much\n"));
  }
  ReadOptions options;
  options.tolerant = true;
  read_data(paths, options, false, listener_);
  EXPECT_EQ(listener_.warned.size(), 11U);
  EXPECT_EQ(listener_.warned.back(), "warning: ... and 2 more (--verbose)");
}

}  // namespace
}  // namespace symh
