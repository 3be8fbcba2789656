#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/centre_fixture.h"
#include "core/file.h"

namespace symh {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class ReplayCli : public CentreTest {
 protected:
  Outcome replay(const std::string& more) const { return symh("replay --config centre.toml " + more); }
};

TEST_F(ReplayCli, IssuesWhatTheCentreIssuedAtThatTime) {
  const auto run = replay("--from 2001-01-20T12:00Z --to 2001-01-20T13:00Z --every 30m --state replayed");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("3 runs up to 2001-01-20T13:00:00Z, 0 of them failed"));
  EXPECT_FALSE(fs::exists(file("state"))) << "the state of the centre is not touched";
  ASSERT_EQ(forecast("2001-01-20T12:30Z").code, 0);
  const auto archived = "products/archive/2001-01-20/forecast-1230.csv";
  EXPECT_EQ(read_file(file("replayed") / archived), read_file(file("state") / archived))
      << "later data change nothing";
  EXPECT_THAT(read_file(file("replayed/page/index.html")), HasSubstr("Test centre"));
}

TEST_F(ReplayCli, IsVerifiedLikeACentre) {
  ASSERT_EQ(replay("--from 2001-01-20 --to 2001-01-20T04:00Z --every 1h --state replayed --quiet").code, 0);
  const auto verified = symh(
      "verify --config centre.toml --state replayed --since 2001-01-20 --until 2001-01-20T04:00Z --json");
  ASSERT_EQ(verified.code, 0) << verified.err;
  const auto scores = nlohmann::json::parse(verified.out);
  EXPECT_EQ(scores.at("issue_times"), 5);
  const auto windows = scores.at("verification").at("windows");
  EXPECT_EQ(windows.at(0).at("within_minutes"), 60);
  EXPECT_EQ(windows.at(0).at("samples"), 4) << "the hour after the last issue time is not observed";
  EXPECT_EQ(windows.at(0).at("events").size(), 4U);
  EXPECT_FALSE(windows.at(0).contains("crps_nt")) << "the log keeps no sample paths";
}

TEST_F(ReplayCli, TheChancesOfAModelAreEvaluatedAsACentreIssuesThem) {
  const auto evaluate = [&](const std::string& more) {
    return symh(
        fmt::format("evaluate --model indices --data {} --from 2001-01-19 --to 2001-01-21 --bootstrap 0 {}",
                    (data_->path() / "data").string(), more));
  };
  const auto evaluated = evaluate("--json --report report.html");
  ASSERT_EQ(evaluated.code, 0) << evaluated.err;
  const auto windows = nlohmann::json::parse(evaluated.out).at("windows");
  ASSERT_EQ(windows.size(), 4U) << "1, 2, 3 and 6 h";
  EXPECT_EQ(windows.at(3).at("within_minutes"), 360);
  EXPECT_GT(windows.at(3).at("samples"), 40) << "hourly";
  EXPECT_GT(windows.at(3).at("crps_nt").at("model"), 0);
  EXPECT_THAT(read_file(file("report.html")), HasSubstr("<h2>Chances within a time</h2>"));
  EXPECT_THAT(read_file(file("report.html")), HasSubstr("Reliability of the chances, within 6h"));
  EXPECT_THAT(evaluate("").out, HasSubstr("Lowest value within 3h by the sample paths"));
}

TEST_F(ReplayCli, TellsNobodyOfAlerts) {
  configure("[alerts]\nthresholds_nt = [400.0]\ncommand = \"touch alerted\"\n");
  ASSERT_EQ(replay("--from 2001-01-20T12:00Z --to 2001-01-20T12:00Z --state replayed --quiet").code, 0);
  EXPECT_FALSE(fs::exists(file("alerted")));
}

TEST_F(ReplayCli, RefusesAStateThatIsNotNewAndSettingsWithoutFiles) {
  fs::create_directories(file("replayed"));
  write_file_atomically(file("replayed/log.sqlite"), "");
  const std::string period = "--from 2001-01-20T12:00Z --to 2001-01-20T13:00Z --state ";
  const auto used = replay(period + "replayed");
  EXPECT_EQ(used.code, 2);
  EXPECT_THAT(used.err, HasSubstr("is not empty; a replay starts from nothing"));
  write_file_atomically(file("centre.toml"), "[fetch]\nsources = [\"kyoto\"]\n");
  const auto fetching = replay(period + "new");
  EXPECT_EQ(fetching.code, 2);
  EXPECT_THAT(fetching.err, HasSubstr("data.paths names no files"));
  EXPECT_EQ(replay("--from 2001-01-21 --to 2001-01-20 --state new").code, 2);
  EXPECT_EQ(replay(period + "new --every 0m").code, 2);
}

}  // namespace
}  // namespace symh
