#include <gmock/gmock.h>

#include <algorithm>

#include "cli/centre_fixture.h"
#include "core/time.h"
#include "http_server.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

/// With a webhook, whose answer a test can change, and a threshold that any forecast crosses.
class CentreAlerts : public CentreTest {
 protected:
  void use_webhook() {
    configure(fmt::format(
        "[alerts]\nthresholds_nt = [400.0]\nhysteresis_nt = 0.0\ntimeout_seconds = 1\nwebhook = \"{}\"\n",
        server_.address("/hook")));
  }

  Served answer_;
  std::vector<bool> published_;  ///< whether product and page were there when a request came
  HttpServer server_{[this](const SeenRequest&) {
    published_.push_back(fs::exists(file("state/products/forecast.json")) &&
                         fs::exists(file("state/page/index.html")));
    return answer_;
  }};
};

TEST_F(CentreAlerts, AnAlertRunsItsCommandOnceAStorm) {
  configure(
      "[alerts]\nthresholds_nt = [400.0]\nhysteresis_nt = 0.0\n"
      "command = \"echo \\\"$SYMH_ALERT_TEXT\\\" >> alerts.txt\"\n");
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  ASSERT_EQ(forecast("2001-01-20T12:05Z").code, 0);
  const auto told = read_file(file("alerts.txt"));
  EXPECT_EQ(std::ranges::count(told, '\n'), 1) << told;
  EXPECT_THAT(told, HasSubstr("at or below 400 nT"));
}

TEST_F(CentreAlerts, AnImplausibleForecastIsPublishedWithAWarningAndItsAlertsAreHeld) {
  std::string csv =
      "# solar_wind_at = l1\ntime,bx_gsm,by_gsm,bz_gsm,b_total,speed,density,temperature,sym_h\n";
  for (int i = 0; i < 480; ++i)  // the field of the last 15 minutes cannot be
    csv += fmt::format("{},1.4,-1.5,{},6.8,465,5.6,84000,-51\n",
                       format_time(make_time(2019, 5, 3) + Minutes{5 * i}), i < 477 ? -3.5 : -480.0);
  write_file_atomically(file("wind.csv"), csv);
  const auto centre = [&](const std::string& keep) {
    write_file_atomically(
        file("centre.toml"),
        "state = \"" + keep +
            "\"\n[fetch]\nsources = []\n[data]\npaths = [\"wind.csv\"]\nkeep_implausible = " + keep +
            "\n[alerts]\nthresholds_nt = [-50.0]\ncommand = \"touch sent-" + keep + "\"\n");
    return forecast("2019-05-04T16:00Z");
  };
  const auto held = centre("true");
  ASSERT_EQ(held.code, 0) << held.err;
  EXPECT_THAT(held.err, HasSubstr("alerts are held"));
  EXPECT_FALSE(fs::exists(file("sent-true")));
  EXPECT_THAT(read_file(file("true/products/forecast.json")), HasSubstr("is implausible"));
  ASSERT_EQ(centre("false").code, 0);
  EXPECT_TRUE(fs::exists(file("sent-false"))) << "without the values that cannot be, the alert goes out";
}

TEST_F(CentreAlerts, AnAlertThatFailsIsSaidAfterTheProductIsOut) {
  configure("[alerts]\nthresholds_nt = [400.0]\ncommand = \"exit 3\"\n");
  const auto run = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.err, HasSubstr("command: exit code 3"));
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z");
}

TEST_F(CentreAlerts, AnAlertThatFailsIsInTheLogAndOnThePageUntilItIsDelivered) {
  const std::string rule = "[alerts]\nthresholds_nt = [400.0]\ncommand = ";
  const auto page = [&] { return read_file(file("state/page/index.html")); };
  configure(rule + "\"exit 3\"\n");
  EXPECT_EQ(forecast("2001-01-20T12:00Z").code, 1);
  EXPECT_THAT(page(), HasSubstr("Alerts not delivered: no. 1, SYM-H at or below 400 nT."));
  EXPECT_THAT(page(), HasSubstr("The last try failed: command: exit code 3."));
  EXPECT_THAT(page(), HasSubstr("1 failed"));
  EXPECT_THAT(page(), HasSubstr("Last failure: alerts: command: exit code 3"));
  configure(rule + "\"cat state/page/index.html > seen.html\"\n");
  EXPECT_EQ(forecast("2001-01-20T12:05Z").code, 0);
  EXPECT_THAT(page(), Not(HasSubstr("Alerts not delivered")));
  EXPECT_THAT(read_file(file("seen.html")), HasSubstr("Alerts not delivered"))
      << "a run that is killed while it delivers leaves a page that says so";
  EXPECT_THAT(read_file(file("seen.html")), HasSubstr("2 failed"));
  EXPECT_THAT(page(), HasSubstr("2 runs in 30 days, 0 missing, 1 failed"));
}

TEST_F(CentreAlerts, TestAlertsDeliversAMadeUpOneAndNothingElse) {
  configure("[alerts]\ncommand = \"echo told > alerts.txt\"\n");
  ASSERT_EQ(forecast("2001-01-20T12:00Z", "--test-alerts").code, 0);
  EXPECT_TRUE(fs::exists(file("alerts.txt")));
  EXPECT_FALSE(fs::exists(file("state"))) << "root may try it before the centre's own user has run";
}

TEST_F(CentreAlerts, AWebhookThatFailedIsToldAgainUntilItAnswersAndThenNoMore) {
  use_webhook();
  answer_.status = 500;
  const auto failed = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(failed.code, 1);
  EXPECT_THAT(failed.err, HasSubstr("webhook: status 500"));
  answer_.status = 200;
  EXPECT_EQ(forecast("2001-01-20T12:05Z").code, 0);
  EXPECT_EQ(forecast("2001-01-20T12:10Z").code, 0);
  const auto requests = server_.requests();
  ASSERT_EQ(requests.size(), 2U);
  const auto told = nlohmann::json::parse(requests[1].body);
  EXPECT_THAT(told.at("text").get<std::string>(), HasSubstr("at or below 400 nT"));
  EXPECT_EQ(told.at("threshold_nt"), 400);
  EXPECT_EQ(told.at("issue_time"), "2001-01-20T12:05:00Z");
  EXPECT_EQ(told.at("serial"), 1) << "nobody was told of the first try";
  EXPECT_EQ(told.at("kind"), "issue");
  EXPECT_EQ(told.at("rule"), "min <= 400");
  EXPECT_EQ(published_, std::vector<bool>({true, true})) << "the product does not wait for alerts";
}

TEST_F(CentreAlerts, AWebhookThatHangsCostsItsTimeoutAndTheProductIsOut) {
  use_webhook();
  answer_.before = std::chrono::hours{1};
  const auto run = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.err, HasSubstr("webhook: Timeout"));
  EXPECT_EQ(published_, std::vector<bool>({true}));
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z");
}

TEST_F(CentreAlerts, ARuleByChanceSaysTheChanceOfTheProductAndIsVerified) {
  configure(
      "[alerts]\nthresholds_nt = [400.0]\nhysteresis_nt = 0.0\n"
      "rules = [\"P(min <= -30 within 3 h) >= 0.005\"]\nhysteresis_share = 0.0\n"
      "command = \"env | grep SYMH_ALERT > told-$SYMH_ALERT_SERIAL\"\n");
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto minima = product().at("odds").at("minimum");
  const auto three_hours =
      std::ranges::find_if(minima, [](const auto& window) { return window.at("within_minutes") == 180; });
  ASSERT_NE(three_hours, minima.end());
  const double chance = three_hours->at("at_or_below").at(0).at("probability");
  ASSERT_GE(chance, 0.005) << "the simulated storm of that day";
  EXPECT_THAT(read_file(file("told-1")), HasSubstr("SYMH_ALERT_KIND=issue"));
  const auto told = read_file(file("told-2"));
  EXPECT_THAT(told, HasSubstr("SYMH_ALERT_KIND=escalate"));
  EXPECT_THAT(told, HasSubstr("SYMH_ALERT_FOLLOWS=1"));
  EXPECT_THAT(told, HasSubstr(fmt::format("SYMH_ALERT_CHANCE={:g}\n", chance))) << "one truth";
  EXPECT_THAT(told, HasSubstr("SYMH_ALERT_VALID_TO=2001-01-20T15:00:00Z"));
  EXPECT_THAT(read_file(file("state/page/index.html")),
              HasSubstr("Alert 2: SYM-H at or below -30 nT until 15:00 UTC, 20 January"));
  const auto verified =
      symh("verify --config centre.toml --since 2001-01-20 --until 2001-01-20T12:05Z --json");
  ASSERT_EQ(verified.code, 0) << verified.err;
  const auto alerts = nlohmann::json::parse(verified.out).at("alerts");
  EXPECT_EQ(alerts.at("alerts").size(), 2U);
  EXPECT_EQ(alerts.at("rules").at(1).at("rule"), "P(min <= -30 within 3h) >= 0.005");
}

TEST_F(CentreAlerts, ARuleThatTheModelCannotJudgeIsSaidOnThePage) {
  configure("[alerts]\nrules = [\"P(min <= -30 within 12 h) >= 0.5\"]\n");
  const auto run = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("the alert rule 'P(min <= -30 within 12h) >= 0.5' is not judged: the sample "
                                 "paths of the model end after"));
  EXPECT_THAT(read_file(file("state/page/index.html")), HasSubstr("is not judged: the sample paths"));
}

TEST_F(CentreAlerts, TestAlertsSaysWhetherTheWebhookTookIt) {
  use_webhook();
  EXPECT_EQ(forecast("2001-01-20T12:00Z", "--test-alerts").code, 0);
  EXPECT_THAT(server_.requests().at(0).body, HasSubstr("\"value_nt\":399.0"));
  EXPECT_THAT(server_.requests().at(0).body, HasSubstr("\"text\":\"TEST: SYM-H forecast 399 nT"));
  answer_.status = 404;
  const auto refused = forecast("2001-01-20T12:00Z", "--test-alerts");
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("webhook: status 404"));
}

}  // namespace
}  // namespace symh
