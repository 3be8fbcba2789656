#include "centre/fetching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "core/file.h"
#include "formats/text/writers.h"
#include "http_server.h"
#include "recording_listener.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

const Time now = make_time(2015, 6, 3, 12);

/// A server of SYM-H and Dst that is silent, and one of the solar wind that answers.
class Fetching : public testing::Test {
 protected:
  Fetching() {
    write_file_atomically(
        folder_.path() / "sources.toml",
        fmt::format("[http]\nlow_speed_seconds = 600\nattempts = 1\ndelay_seconds = 0\n"
                    "[kyoto]\naddress = \"{0}/?day={{day_tens}}{{day_unit}}\"\n"
                    "[dst]\nfinal_address = \"{0}/{{year}}\"\nprovisional_address = \"{0}/{{year}}\"\n"
                    "realtime_address = \"{0}/{{year}}\"\nnewest_address = \"{0}/newest\"\n"
                    "[swpc]\nmag_address = \"{1}/mag\"\nwind_address = \"{1}/wind\"\n",
                    slow_.address(), swpc_.address()));
    settings_.settings = (folder_.path() / "sources.toml").string();
    settings_.period = Minutes{1440};
  }
  std::vector<FetchedSource> fetch() {
    return fetch_side_by_side(settings_, now, now - Minutes{10 * 1440}, folder_.path() / "cache", listener_);
  }

  HttpServer slow_{[](const auto&) { return Served{.before = std::chrono::minutes{30}}; }};
  std::atomic<int> feeds_asked_ = 0;
  HttpServer swpc_{[this](const auto& request) {
    ++feeds_asked_;
    return Served{.body =
                      request.is_for("/mag")
                          ? R"([{"time_tag": "2015-06-03T11:50:00", "active": true, "bt": 5.0, "bx_gsm": 1.0,
                                     "by_gsm": 2.0, "bz_gsm": -3.0}])"
                          : R"([{"time_tag": "2015-06-03T11:50:00", "active": true, "proton_speed": 400.0,
                                     "proton_density": 5.0, "proton_temperature": 90000.0}])"};
  }};
  CentreFetch settings_;
  RecordingListener listener_;
  TemporaryFolder folder_;
};

TEST_F(Fetching, SilentSourcesAreLeftTogetherWhenTheTimeIsOver) {
  settings_.sources = {"kyoto", "dst"};
  settings_.budget = "1s";
  const auto all = fetch();
  ASSERT_THAT(all, SizeIs(2));
  for (const auto& one : all) {
    EXPECT_EQ(one.code, ExitCode::failed) << one.name;
    EXPECT_THAT(one.fault, HasSubstr("fetch.budget = 1s")) << one.name;
  }
}

TEST_F(Fetching, ASourceThatAnswersDoesNotWaitForASilentOne) {
  settings_.sources = {"kyoto", "swpc"};
  settings_.budget = "3s";
  const auto all = fetch();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].code, ExitCode::failed);
  EXPECT_EQ(feeds_asked_, 2) << "asked, though the silent source before it took all the time";
}

TEST_F(Fetching, FilesOfAnEarlierRunAreThereThoughTheSourceIsSilent) {
  settings_.sources = {"kyoto"};
  settings_.budget = "1s";
  Series day;
  day.segments = {{make_time(2015, 6, 1), 0, 1440}};
  day.channels = {{"sym_h", std::vector<float>(1440, -12.F)}};
  day.status.assign(1440, Status::provisional);
  write_file_atomically(folder_.path() / "cache/kyoto/ASY_201506.dat", write_iaga2002(day));
  const auto all = fetch();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].code, ExitCode::failed);
  EXPECT_THAT(all[0].files, SizeIs(1));
}

TEST_F(Fetching, AnUnknownSourceIsAFaultOfTheSettings) {
  settings_.sources = {"kioto"};
  EXPECT_THROW(fetch(), UsageError);
}

}  // namespace
}  // namespace symh
