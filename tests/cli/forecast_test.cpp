#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// A centre that forecasts from simulated storms with the bundled models; the simulated wind is at the bow
/// shock, so the model of the indices forecasts.
class ForecastCli : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    data_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(symh_in(data_->path(), "simulate --output data --days 25 --seed 5 -q").code, 0);
  }
  static void TearDownTestSuite() { data_.reset(); }

  void SetUp() override { configure(""); }
  void configure(const std::string& alerts) const {
    write_file_atomically(file("centre.toml"),
                          fmt::format("centre = \"Test centre\"\nstate = \"state\"\n[fetch]\n"
                                      "sources = []\n[data]\npaths = [\"{}/*.dat\"]\n{}",
                                      (data_->path() / "data").string(), alerts));
  }
  Outcome symh(const std::string& arguments) const { return symh_in(folder_.path(), arguments); }
  Outcome forecast(const std::string& at, const std::string& more = "") const {
    return symh(fmt::format("forecast --config centre.toml --at {} {}", at, more));
  }
  fs::path file(const std::string& name) const { return folder_.path() / name; }
  nlohmann::json product() const {
    return nlohmann::json::parse(read_file(file("state/products/forecast.json")));
  }

  static std::unique_ptr<TemporaryFolder> data_;
  TemporaryFolder folder_;
};

std::unique_ptr<TemporaryFolder> ForecastCli::data_;

TEST_F(ForecastCli, LeavesProductsALogAndAPage) {
  const auto run = forecast("2001-01-20T12:00Z", "--quiet");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.err, "") << "cron mails what is said";
  const auto json = product();
  EXPECT_EQ(json.at("issue_time"), "2001-01-20T12:00:00Z");
  EXPECT_EQ(json.at("data_age_minutes"), 0);
  EXPECT_EQ(json.at("schema_version"), 1);
  const auto leads = json.at("forecasts");
  ASSERT_EQ(leads.size(), 6U);
  for (const auto& lead : leads) {
    EXPECT_LT(lead.at("q05_nt"), lead.at("q95_nt"));
    double sum = 0;
    for (const auto& [level, chance] : lead.at("level_probabilities").items()) sum += chance.get<double>();
    EXPECT_NEAR(sum, 1, 1e-9);
  }
  EXPECT_THAT(read_file(file("state/products/forecast.csv")), HasSubstr("2001-01-20T12:00:00Z,60,"));
  EXPECT_THAT(read_file(file("state/products/observations.csv")), HasSubstr("\n2001-01-20T12:00:00Z,"));
  EXPECT_TRUE(fs::exists(file("state/products/archive/2001-01-20/forecast-1200.json")));
  EXPECT_THAT(read_file(file("state/page/index.html")), HasSubstr("Test centre"));
}

TEST_F(ForecastCli, LaterDataDoNotChangeWhatIsIssued) {
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto issued = read_file(file("state/products/forecast.csv"));
  fs::remove_all(file("state"));
  fs::create_directories(file("cut"));
  const auto all = read_file(data_->path() / "data" / "ASY_2001-01-01_2001-01-25_D.dat");
  const auto end = all.find("2001-01-20 12:01");
  ASSERT_NE(end, std::string::npos);
  write_file_atomically(file("cut/a.dat"), all.substr(0, end));
  write_file_atomically(file("centre.toml"),
                        "state = \"state\"\n[data]\npaths = [\"cut\"]\n[fetch]\nsources = []\n");
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  EXPECT_EQ(read_file(file("state/products/forecast.csv")), issued);
}

TEST_F(ForecastCli, VerifyScoresWhatWasIssuedWhenItIsObserved) {
  for (const auto* at : {"2001-01-20T12:00Z", "2001-01-20T12:05Z", "2001-01-20T12:10Z", "2001-01-20T20:00Z"})
    ASSERT_EQ(forecast(at).code, 0);
  const auto verified = symh("verify --config centre.toml --since 2001-01-01 --until 2001-01-31 --json");
  ASSERT_EQ(verified.code, 0) << verified.err;
  const auto json = nlohmann::json::parse(verified.out);
  EXPECT_EQ(json.at("issue_times"), 4);
  EXPECT_EQ(json.at("runs").at("count"), 4);
  EXPECT_EQ(json.at("verification").at("leads").at(0).at("model").at("samples"), 3);
}

TEST_F(ForecastCli, StaleDataLeaveTheLastProductAndExitFour) {
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto stale = forecast("2001-02-20T12:00Z");
  EXPECT_EQ(stale.code, 4) << stale.err;
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z");
  EXPECT_THAT(read_file(file("state/page/index.html")), HasSubstr("there is no new forecast"));
  const auto verified = symh("verify --config centre.toml --since 2001-01-01 --until 2001-03-01 --json");
  EXPECT_EQ(nlohmann::json::parse(verified.out).at("runs").at("failed"), 1);
}

TEST_F(ForecastCli, AnAlertRunsItsCommandOnceAStorm) {
  configure(
      "[alerts]\nthresholds_nt = [400.0]\nhysteresis_nt = 0.0\n"
      "command = \"echo \\\"$SYMH_ALERT_TEXT\\\" >> alerts.txt\"\n");
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  ASSERT_EQ(forecast("2001-01-20T12:05Z").code, 0);
  const auto told = read_file(file("alerts.txt"));
  EXPECT_EQ(std::ranges::count(told, '\n'), 1) << told;
  EXPECT_THAT(told, HasSubstr("at or below 400 nT"));
}

TEST_F(ForecastCli, AnAlertThatFailsIsSaidAfterTheProductIsOut) {
  configure("[alerts]\nthresholds_nt = [400.0]\ncommand = \"exit 3\"\n");
  const auto run = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.err, HasSubstr("command: exit code 3"));
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z");
}

TEST_F(ForecastCli, TestAlertsDeliversAMadeUpOneAndNothingElse) {
  configure("[alerts]\ncommand = \"echo told > alerts.txt\"\n");
  ASSERT_EQ(forecast("2001-01-20T12:00Z", "--test-alerts").code, 0);
  EXPECT_TRUE(fs::exists(file("alerts.txt")));
  EXPECT_FALSE(fs::exists(file("state/products")));
}

TEST_F(ForecastCli, TwoRunsDoNotOverlap) {
  fs::create_directories(file("state"));
  const auto second =
      shell_in(folder_.path(), fmt::format("exec 9>state/lock; flock 9; '{}' forecast --config "
                                           "centre.toml --at 2001-01-20T12:00Z",
                                           SYMH_BINARY));
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr("another run is still at work"));
}

TEST_F(ForecastCli, AWrongKeyIsNamedWithItsPlace) {
  write_file_atomically(file("centre.toml"), "state = \"state\"\n[alerts]\ncomand = \"x\"\n");
  const auto wrong = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("centre.toml:3:"));
  EXPECT_THAT(wrong.err, HasSubstr("alerts.command"));
}

}  // namespace
}  // namespace symh
