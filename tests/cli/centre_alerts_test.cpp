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
  EXPECT_THAT(page(), HasSubstr("Alerts not delivered: SYM-H at or below 400 nT."));
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
