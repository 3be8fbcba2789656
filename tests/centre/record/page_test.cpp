#include "centre/record/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "browser.h"
#include "verification/metrics.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time issue = make_time(2003, 11, 20, 16);

/// Two days of a storm, forecast 10 nT too high all along; the newest forecasts go on for two hours.
CentrePage sample_page() {
  CentrePage page;
  page.centre = "Centre <north>";
  page.made_at = issue + Minutes{4};
  for (int step = 0; step < 576; ++step) {
    const Time time = issue - Minutes{5 * step};
    const auto value = static_cast<float>(-90.0 * std::exp(-step / 200.0));
    page.observations.emplace_back(time, value);
    page.past.push_back({time - Minutes{60}, Minutes{60}, "storms-l1", value + 10.0, value - 10.0,
                         value + 30.0, value + 5.0, time});
  }
  std::ranges::reverse(page.observations);
  std::ranges::reverse(page.past);
  page.now = {{issue, Minutes{60}, "storms-l1", -105, -130, -85, -90, page.made_at},
              {issue, Minutes{120}, "storms-l1", -140, -180, -100, -90, page.made_at}};
  page.health = {{"sym_h", "2003-11-20T16:00:00Z", "4 min"}, {"speed", "", "-"}};
  page.skill.runs = {12, 1, 2, Minutes{5}, "fetch: no answer"};
  return page;
}

TEST(CentrePage, SaysTheForecastItsChancesAndTheHealthWithoutScripts) {
  const auto html = centre_page(sample_page());
  EXPECT_THAT(html, HasSubstr("Centre &lt;north&gt;"));
  EXPECT_THAT(html, HasSubstr("SYM-H was -90 nT (moderate) at 2003-11-20T16:00:00Z"));
  EXPECT_THAT(html,
              HasSubstr("The lowest value forecast is -140 nT (intense) at 2003-11-20T18:00:00Z, 2h ahead"));
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">-180</td>"));
  EXPECT_THAT(html, HasSubstr("Last failure: fetch: no answer"));
  EXPECT_THAT(html, HasSubstr("http-equiv=\"refresh\" content=\"300\""));
  EXPECT_THAT(html, HasSubstr("<noscript>"));
}

TEST(CentrePage, SaysWhatTheForecastAssumes) {
  auto page = sample_page();
  EXPECT_THAT(centre_page(page), Not(HasSubstr("Warning: ")));
  page.warnings = {"assuming l1"};
  EXPECT_THAT(centre_page(page), HasSubstr("Warning: assuming l1."));
}

TEST(CentrePage, SaysWhichAlertsNobodyGot) {
  auto page = sample_page();
  EXPECT_THAT(centre_page(page), Not(HasSubstr("Alerts not delivered")));
  page.undelivered_nt = {-50, -100};
  page.delivery_faults = {"webhook: status 500"};
  EXPECT_THAT(centre_page(page),
              HasSubstr("Alerts not delivered: SYM-H at or below -50 nT, -100 nT. Nobody was told; each run "
                        "tries again. The last try failed: webhook: status 500."));
}

TEST(CentrePage, LeadsWithThePictureThenTheHeadlineThenTheTable) {
  const auto html = centre_page(sample_page());
  const auto picture = html.find("The last day and the coming hours"),
             headline = html.find("SYM-H was -90 nT"), table = html.find("<table");
  ASSERT_NE(picture, std::string::npos);
  EXPECT_LT(picture, headline);
  EXPECT_LT(headline, table);
}

TEST(CentrePage, SaysWhenTheLastValueWasObserved) {
  auto page = sample_page();
  for (auto& forecast : page.now) forecast.last_observed = issue - Minutes{35};
  EXPECT_THAT(centre_page(page), HasSubstr("SYM-H was -90 nT (moderate) at 2003-11-20T15:25:00Z"));
}

TEST(CentrePage, SaysThatNothingWasObserved) {
  auto page = sample_page();
  for (auto& forecast : page.now) {
    forecast.persistence_nt = std::nan("");
    forecast.last_observed = issue - Minutes{5761};
  }
  page.estimated = EstimatedIndex{-96.5F, -104, -89, {{issue, -96.5F}}};
  const auto html = centre_page(page);
  EXPECT_THAT(html, HasSubstr("There is no observed SYM-H. The lowest value forecast is -140 nT"));
  EXPECT_THAT(html, Not(HasSubstr("nan nT")));
}

TEST(CentrePage, DrawsTheEstimateUpToTheForecast) {
  auto page = sample_page();
  EXPECT_THAT(centre_page(page), Not(HasSubstr("\"estimated\"")));
  for (auto& forecast : page.now) forecast.last_observed = issue - Minutes{10};
  page.estimated = EstimatedIndex{-96.5F, -104, -89, {{issue - Minutes{5}, -93.25F}, {issue, -96.5F}}};
  const auto html = centre_page(page);
  EXPECT_THAT(html, HasSubstr("\"estimated\""));
  EXPECT_THAT(html, HasSubstr("-93.25"));
}

TEST(CentrePage, LeavesOutSharesOfNothing) {
  auto page = sample_page();
  auto& lead = page.skill.verification.leads.emplace_back();
  lead.lead_time = Minutes{60};
  lead.model.values.assign(all_metrics().size(), std::nan(""));
  lead.baselines["persistence"] = lead.model;
  lead.skill["persistence"] = std::nan("");
  lead.band.emplace().coverage = std::nan("");
  lead.thresholds.emplace_back();
  page.skill.issued = 1;
  EXPECT_THAT(centre_page(page), Not(HasSubstr("nan %")));
}

TEST(CentrePage, BeforeTheFirstForecastSaysSo) {
  CentrePage page;
  page.centre = "New";
  EXPECT_THAT(centre_page(page), HasSubstr("No forecast has been issued yet"));
}

/// Put behind a page, a script that writes data-picture, the lower edge of the first plot, and data-headline,
/// that of the first sentence, in pixels from the top of the page, into <body>.
constexpr const char* first_screen = R"(<script>setTimeout(() => {
  const below = (selector) => document.querySelector(selector).getBoundingClientRect().bottom + window.scrollY;
  document.body.dataset.picture = below("figure .plot");
  document.body.dataset.headline = below("main > p");
}, 1500)</script>)";

class CentrePageInABrowser : public testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(CentrePageInABrowser, DrawsWithoutErrorsAndIsLegible) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  const auto [width, dark] = GetParam();
  const auto dom = test::rendered(centre_page(sample_page()) + test::eye_test + first_screen, width, dark);
  EXPECT_EQ(test::mark(dom, "width"), width);
  EXPECT_EQ(test::drawn(dom), 2);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  EXPECT_GE(test::mark(dom, "contrast"), 4.5)
      << dom.substr(dom.find("data-contrast"), 80) << " (WCAG 2.1, AA)";
  EXPECT_GE(test::mark(dom, "font"), 12) << "of every text, those of the plots too";
  EXPECT_GT(test::mark(dom, "picture"), 0);
  EXPECT_LT(test::mark(dom, "picture"), 600) << "the picture is the first to be seen";
  EXPECT_LT(test::mark(dom, "headline"), 900) << "the headline is on the first screen";
  EXPECT_EQ(test::mark(dom, "overflow"), 0) << "tables scroll in their boxes, the page does not";
}

INSTANTIATE_TEST_SUITE_P(PhoneAndDeskLightAndDark, CentrePageInABrowser,
                         testing::Combine(testing::Values(360, 1400), testing::Bool()));

}  // namespace
}  // namespace symh
