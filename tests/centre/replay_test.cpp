#include "centre/replay.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "recording_listener.h"
#include "temporary_folder.h"

namespace symh {
namespace {

/// Settings without usable data: every run fails, and quickly.
CentreConfig without_data(const TemporaryFolder& folder) {
  CentreConfig config;
  config.state = (folder.path() / "state").string();
  config.data.paths = {(folder.path() / "none.csv").string()};
  return config;
}

TEST(Replay, WaitsAsTheSpeedSays) {
  const TemporaryFolder folder;
  std::vector<std::chrono::milliseconds> waits;
  RecordingListener listener;
  const Time from = make_time(2003, 11, 20);
  // An hour of the past takes an hour: the runs themselves take next to nothing of it.
  const auto outcome = replay(without_data(folder), {from, from + Minutes{60}, Minutes{30}, 1}, false,
                              listener, [&](auto time) { waits.push_back(time); });
  EXPECT_EQ(outcome.runs, 3U);
  EXPECT_EQ(outcome.failed, 3U);
  EXPECT_EQ(outcome.last, from + Minutes{60});
  ASSERT_EQ(waits.size(), 2U) << "the first run is due at once";
  EXPECT_LE(waits[0], std::chrono::minutes(30));
  EXPECT_GT(waits[1], waits[0]) << "counted from the beginning, so that no delay adds up";
}

TEST(Replay, DoesNotWaitWithoutASpeed) {
  const TemporaryFolder folder;
  RecordingListener listener;
  const Time from = make_time(2003, 11, 20);
  replay(without_data(folder), {from, from + Minutes{10}, Minutes{5}, 0}, false, listener,
         [](auto) { FAIL() << "waited"; });
}

}  // namespace
}  // namespace symh
