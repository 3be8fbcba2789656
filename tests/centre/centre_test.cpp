#include "centre/centre.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "centre/alerting.h"
#include "core/file.h"
#include "recording_listener.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const Time now = make_time(2003, 11, 20, 16);

TEST(Centre, TellsTheListenerOfAFailedStepAndStillRunsLaterSteps) {
  const TemporaryFolder folder;
  CentreConfig config;
  config.state = (folder.path() / "state").string();
  config.data.paths = {(folder.path() / "missing.dat").string()};
  RecordingListener listener;
  EXPECT_EQ(Centre(config, now, now, /*use_cache=*/false, listener).run(), ExitCode::data);
  EXPECT_THAT(listener.failed, ElementsAre(StartsWith("data: ")));
  EXPECT_THAT(read_file(folder.path() / "state/page/index.html"),
              HasSubstr("No forecast has been issued yet"));
  EXPECT_EQ(ForecastLog(folder.path() / "state/forecasts.sqlite").runs(now, now).size(), 1U);
}

TEST(TestAlerts, WarnsOfTheInventedAlertAndSaysWhetherItWasDelivered) {
  const TemporaryFolder folder;
  CentreAlerts settings;
  RecordingListener listener;
  EXPECT_EQ(test_alerts(settings, now, listener), ExitCode::done);
  EXPECT_THAT(listener.warned, Contains(StartsWith("alert: TEST: SYM-H forecast -51 nT")));
  EXPECT_THAT(listener.warned, Contains(HasSubstr("alerts are only logged")));

  settings.command = "exit 3";
  EXPECT_EQ(test_alerts(settings, now, listener), ExitCode::failed);
  EXPECT_THAT(listener.failed, ElementsAre("alerts: command: exit code 3"));
  settings.command = "true";
  EXPECT_EQ(test_alerts(settings, now, listener), ExitCode::done);
  EXPECT_THAT(listener.said, ElementsAre("the alert was delivered"));
}

}  // namespace
}  // namespace symh
