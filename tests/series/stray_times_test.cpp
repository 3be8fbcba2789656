#include "series/stray_times.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "recording_listener.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Time now = make_time(2026, 8, 9, 12);

/// Minutes of SYM-H in segments that begin at `starts`, each of `count` samples.
Series of(const std::vector<Time>& starts, std::size_t count, float value = -20) {
  Series series;
  for (const auto start : starts) series.segments.push_back({start, series.segments.size() * count, count});
  const auto rows = starts.size() * count;
  series.channels = {{"sym_h", std::vector<float>(rows, value)}};
  series.status.assign(rows, Status::provisional);
  return series;
}

TEST(DropFuture, LeavesOutWhatIsStampedAfterTheClockAndSaysIt) {
  auto series = of({now - Minutes{100}, make_time(2199, 1, 1)}, 100);
  EXPECT_EQ(drop_future(series, now),
            "100 samples are stamped after now (2026-08-09T12:00:00Z), from 2199-01-01T00:00:00Z to "
            "2199-01-01T01:39:00Z: left out; check the clock of this machine, and the files");
  EXPECT_EQ(series.size(), 100U);
  EXPECT_EQ(series.last_time(), now - Minutes{1});
}

TEST(DropFuture, AllowsForAClockThatIsALittleBehind) {
  auto series = of({now}, 30);
  EXPECT_THAT(drop_future(series, now), HasSubstr("19 samples are stamped after now"));
  EXPECT_EQ(series.last_time(), now + clock_margin);
}

TEST(DropFuture, SaysNothingOfRowsWithoutAValue) {
  auto series = of({now}, 720, missing);
  EXPECT_EQ(drop_future(series, now), "");
  EXPECT_EQ(series.size(), 720U) << "a source fills a day that is not over";
}

TEST(DropBeforeHole, LeavesOutWhatIsLongBeforeTheRest) {
  const Time start = now - Minutes{100};
  auto series = of({make_time(1970, 1, 1), start - Minutes{1000}, start}, 100);
  RecordingListener listener;
  drop_before_hole(series, Minutes{60 * 1440}, listener);
  EXPECT_EQ(series.first_time(), start - Minutes{1000});
  EXPECT_EQ(series.size(), 200U);
  EXPECT_THAT(listener.warned,
              ElementsAre(HasSubstr("100 samples are more than 60d older than the next, from "
                                    "1970-01-01T00:00:00Z")));
  drop_before_hole(series, Minutes{60 * 1440}, listener);
  EXPECT_EQ(series.size(), 200U);
  EXPECT_EQ(listener.warned.size(), 1U);
}

}  // namespace
}  // namespace symh
