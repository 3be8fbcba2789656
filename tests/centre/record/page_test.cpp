#include "centre/record/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "browser.h"
#include "centre/record/sample_page.h"
#include "reporting/page_checks.h"
#include "verification/metrics.h"

namespace symh {
namespace {

using test::sample_page;
using testing::HasSubstr;
using testing::Not;

const Time issue = test::page_issue;

TEST(CentrePage, SaysTheForecastAndTheHealthWithoutScripts) {
  const auto html = centre_page(sample_page());
  EXPECT_THAT(html, HasSubstr("Centre &lt;north&gt;"));
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">-140</td><td>-180 to -100</td><td>intense</td>"));
  EXPECT_THAT(
      html,
      HasSubstr("Issued by &#39;storms-l1&#39; from data until 16:00 UTC, 20 November; page of 16:04 UTC"));
  EXPECT_THAT(html, HasSubstr("Last failure: fetch: no answer"));
  EXPECT_THAT(html, HasSubstr("http-equiv=\"refresh\" content=\"300\""));
  EXPECT_EQ(test::first_load(html), "");
}

TEST(CentrePage, SaysNoTimeAsAStamp) {
  auto page = sample_page();
  page.forecast->warnings = {"speed ends 2003-11-20T12:00:00Z"};
  page.warnings = {"the newest wind (2003-11-20T12:00:00Z) has passed"};
  page.note = "hourly Dst until 2003-11-20T12:00:00Z";
  page.skill.runs.last_failure = "forecast: sym_h (2003-11-20T12:00:00Z) is old";
  page.sources[1].fault = "nothing since 2003-11-20T12:00:00Z";
  page.delivery_faults = {"webhook: 2003-11-20T12:00:00Z"};
  page.undelivered = {test::sample_alert(1, -50)};
  page.in_force = page.undelivered;
  page.skill.alerts = test::sample_history();
  const auto html = centre_page(page);
  const auto text = html.substr(0, html.find("id=\"plots\""));
  EXPECT_THAT(text, Not(testing::ContainsRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T")));
  EXPECT_EQ(test::count(text, "12:00 UTC, 20 November"), 6);
}

TEST(CentrePage, SaysWhichSourceFailsAndWhenItFailedLast) {
  const auto html = centre_page(sample_page());
  EXPECT_THAT(html, HasSubstr("<b>kyoto</b> <span class=\"answers\">answers</span> No failure in 30 days."));
  EXPECT_THAT(html, HasSubstr("<b>swpc</b> <span class=\"fails\">fails</span> Last failure at 15:40 UTC, 20 "
                              "November: no &lt;answer&gt;"));
}

TEST(CentrePage, SaysWhatTheForecastAssumes) {
  auto page = sample_page();
  EXPECT_THAT(centre_page(page), Not(HasSubstr("Warning: ")));
  page.forecast->warnings = {"assuming l1"};
  EXPECT_THAT(centre_page(page), HasSubstr("Warning: assuming l1."));
}

TEST(CentrePage, SaysWhichAlertsNobodyGotBeforeAllElse) {
  auto page = sample_page();
  EXPECT_THAT(centre_page(page), Not(HasSubstr("Alerts not delivered")));
  page.undelivered = {test::sample_alert(3, -50), test::sample_alert(4, -100)};
  page.undelivered[1].kind = MessageKind::cancel;
  page.undelivered[1].alert = 2;
  page.delivery_faults = {"webhook: status 500"};
  const auto html = centre_page(page);
  EXPECT_THAT(
      html, HasSubstr("Alerts not delivered: no. 3, SYM-H at or below -50 nT; the end of no. 2, SYM-H at or "
                      "below -100 nT. Nobody was told; each run tries again. The last try failed: webhook: "
                      "status 500."));
  EXPECT_LT(html.find("Alerts not delivered"), html.find("class=\"summary\""));
}

TEST(CentrePage, SaysWhichAlertsAreInForceAndWhatCameOfTheOthers) {
  auto page = sample_page();
  EXPECT_THAT(centre_page(page), Not(HasSubstr("<h2>Alerts</h2>"))) << "the settings have no rules";
  page.in_force = {test::sample_alert(3, -100)};
  page.skill.alerts = test::sample_history();
  const auto html = centre_page(page);
  EXPECT_THAT(html,
              HasSubstr("<p class=\"box in-force\">Alert 3: SYM-H at or below -100 nT until 17:00 UTC, 20 "
                        "November, chance 62 % within 2 h.</p>"));
  EXPECT_THAT(
      html,
      HasSubstr(
          "5 alerts in 30 days: 1 warned, 1 late, 1 again in the same storm, 1 false, 1 open; 1 missed."));
  for (const auto* came :
       {"warned 40 min before, lowest -63 nT", "late by 20 min", "again, 20 min after the onset",
        "false alarm, lowest -43 nT", "<td>open</td>", "Missed, newest first"})
    EXPECT_THAT(html, HasSubstr(came));
  EXPECT_LT(html.find("late by 20 min"), html.find("warned 40 min")) << "the newest alert first";
}

TEST(CentrePage, LeadsWithTheLevelThenThePictureThenTheTable) {
  const auto html = centre_page(sample_page());
  const auto level = html.find("class=\"card"), picture = html.find("class=\"picture\""),
             table = html.find("The coming hours</span>"), past = html.find("The last days");
  ASSERT_NE(level, std::string::npos);
  EXPECT_LT(level, picture);
  EXPECT_LT(picture, table);
  EXPECT_LT(table, past);
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
  CentrePage page{.centre = "New", .made_at = issue};
  const auto html = centre_page(page);
  EXPECT_THAT(html, HasSubstr("No forecast has been issued yet"));
  EXPECT_THAT(html, Not(HasSubstr("<svg")));
  page.observations = sample_page().observations;
  EXPECT_THAT(centre_page(page), HasSubstr("class=\"chart-line observed\"")) << "what is known is shown";
}

/// Put behind a page, a script that writes into <body>: data-picture, the upper edge of the picture, in
/// pixels from the top of the page; data-shown, the number of pictures that are shown; data-touching, the
/// number of pairs of texts in them that touch; data-small, the height of the smallest of these texts;
/// data-cut, the number of texts of the page that its box cuts off.
constexpr const char* look = R"(<script>setTimeout(() => {
  const boxes = (all) => [...all].map((e) => e.getBoundingClientRect()).filter((box) => box.width > 0);
  const charts = boxes(document.querySelectorAll(".picture .chart"));
  const texts = boxes(document.querySelectorAll(".picture .chart text"));
  let touching = 0;
  texts.forEach((a, i) => texts.slice(0, i).forEach((b) => {
    if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom) ++touching;
  }));
  const marks = document.body.dataset;
  marks.picture = charts[0].top + window.scrollY;
  marks.shown = charts.length;
  marks.touching = touching;
  marks.small = Math.min(...texts.map((box) => box.height));
  marks.cut = [...document.querySelectorAll(".scroll")].filter((e) => e.scrollWidth > e.clientWidth).length;
}, 1500)</script>)";

class CentrePageInABrowser : public testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(CentrePageInABrowser, DrawsWithoutErrorsAndIsLegible) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  const auto [width, dark] = GetParam();
  const auto dom = test::rendered(centre_page(test::full_page()) + test::eye_test + look, width, dark);
  EXPECT_EQ(test::mark(dom, "width"), width);
  EXPECT_EQ(test::drawn(dom), 1) << "the plot of the past days";
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  EXPECT_GE(test::mark(dom, "contrast"), 4.5)
      << dom.substr(dom.find("data-contrast"), 80) << " (WCAG 2.1, AA)";
  EXPECT_GE(test::mark(dom, "font"), 12) << "of every text, those of the plots too";
  EXPECT_EQ(test::mark(dom, "shown"), 1) << "one picture, that of the width";
  EXPECT_EQ(test::mark(dom, "touching"), 0);
  EXPECT_GE(test::mark(dom, "small"), 11) << "the height of a line";
  EXPECT_EQ(test::mark(dom, "overflow"), 0) << "the page does not scroll sideways";
  EXPECT_EQ(test::mark(dom, "cut"), 0) << "nor does a table";
}

INSTANTIATE_TEST_SUITE_P(PhoneTabletAndDeskLightAndDark, CentrePageInABrowser,
                         testing::Combine(testing::Values(360, 800, 1400), testing::Bool()));

TEST(CentrePage, FirstScreenOfADeskHoldsTheLevelsAndThePicture) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  const auto dom = test::rendered(centre_page(sample_page()) + look, 1400);
  EXPECT_GT(test::mark(dom, "picture"), 0);
  EXPECT_LT(test::mark(dom, "picture"), 480);
}

TEST(CentrePage, TakesOneSheetOfPaper) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  EXPECT_EQ(test::printed_sheets(centre_page(test::full_page())), 1);
}

TEST(CentrePage, ShowsThePictureWithoutJavaScript) {
  const auto html = centre_page(sample_page());
  const auto body = html.substr(0, html.find("<script"));
  EXPECT_EQ(test::count(body, "<svg class=\"chart\""), 3) << "for phone, tablet and desk";
  EXPECT_THAT(body, HasSubstr("class=\"chart-line forecast\""));
  EXPECT_THAT(body, HasSubstr("class=\"chart-line bz\""));
}

}  // namespace
}  // namespace symh
