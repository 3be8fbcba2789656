#include "browser.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reporting/evaluation_plots.h"
#include "reporting/evaluation_report.h"
#include "reporting/page_checks.h"
#include "reporting/report.h"
#include "reporting/sample_data.h"

namespace symh {
namespace {

using ::testing::HasSubstr;

TEST(Browser, DrawsEveryPlotOfAnEvaluation) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  const auto table = test::sample_table();
  const auto dom = test::rendered(evaluation_report(table, test::sample_verification(table)));
  EXPECT_EQ(test::drawn(dom), 4) << "one storm, RMSE by lead time, and a scatter plot at each lead time";
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  // Two canvases a plot: the lines and what hovering draws over them.
  EXPECT_EQ(test::count(dom, "<canvas"), 8);
  EXPECT_THAT(dom, HasSubstr("dygraph-axis-label"));
}

TEST(Browser, ShowsTheStormOfALinkAtTheChosenLeadTime) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  const auto table = test::sample_table();
  const auto order = storms_by_depth(table);
  const auto storm = [&](std::size_t place) {
    return table.storms.at(static_cast<std::size_t>(order.at(place)));
  };
  constexpr const char* reader = R"(<script>setTimeout(() => {
  const seen = [document.body.dataset.shown];
  document.querySelector('a[href="#storm-3"]').click();
  setTimeout(() => {
    seen.push(document.body.dataset.shown);
    const lead = document.getElementById("browser-column");
    lead.selectedIndex = 1;
    lead.dispatchEvent(new Event("change"));
    seen.push(document.body.dataset.shown);
    document.getElementById("browser-on").click();
    seen.push(document.body.dataset.shown);
    document.body.dataset.seen = seen.join(";");
  }, 500);
}, 500)</script>)";
  const auto dom = test::rendered(evaluation_report(table, test::sample_verification(table)) + reader);
  EXPECT_THAT(dom,
              HasSubstr(fmt::format("data-seen=\"{}, forecast 1h ahead;{}, forecast 1h ahead;{}, forecast 4h "
                                    "ahead;{}, forecast 4h ahead\"",
                                    storm(0), storm(2), storm(2), storm(3))));
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  EXPECT_EQ(test::count(dom, "<canvas"), 8) << "the plots before are gone";
}

TEST(Browser, IsThereWithoutOtherPlotsAndSaysWhatIsMissing) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  Report report("Browser");
  Plot plot;
  plot.title = "one";
  plot.x = {0, 5, 10};
  plot.x_is_time = true;
  plot.lines = {{.name = "observed", .y = {-1000, NAN, 3}}};
  PlotBrowser browser{.title = "All",
                      .anchor = "storm",
                      .row_label = "Storm",
                      .column_label = "Lead time",
                      .rows = {"</script>"},
                      .columns = {"1h", "2h"},
                      .plots = {plot, Plot{}}};
  report.browser(browser);
  auto dom = test::rendered(report.html());
  EXPECT_EQ(test::drawn(dom), 1);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  browser.columns.clear();
  EXPECT_THROW(report.browser(browser), std::invalid_argument);
}

TEST(Browser, ShadesABandThatHasHoles) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  Report report("Band");
  Plot plot;
  plot.title = "band";
  plot.x = {1, 2, 3, 4};
  plot.lines = {{.name = "forecast", .y = {1, 2, 3, 4}},
                {.name = "5 %", .y = {0, 1, NAN, 3}, .style = LineStyle::edge},
                {.name = "95 %", .y = {2, 3, 4, NAN}, .style = LineStyle::edge}};
  report.plot(plot);
  const auto dom = test::rendered(report.html());
  EXPECT_EQ(test::drawn(dom), 1);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
}

TEST(Browser, DrawsOddPlots) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  Report report("Odd");
  Plot plot;
  plot.title = "</script><script>throw 1</script>";
  plot.x = {5};
  plot.lines = {{.name = "x", .y = {1}}, {.name = "x", .y = {NAN}}, {.name = "<b>&amp;", .y = {2}}};
  report.plot(plot);
  plot.log_y = true;
  plot.lines[0].y = {0};
  report.plot(plot);
  plot.x_is_time = true;
  report.plot(plot);
  const auto dom = test::rendered(report.html());
  EXPECT_EQ(test::drawn(dom), 3);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
}

TEST(Browser, NamesChoicesOnTheAxisAndDrawsALogarithmicOne) {
  if (!test::has_chromium()) GTEST_SKIP() << "chromium is not installed";
  Report report("Axes");
  Plot plot;
  plot.title = "choices";
  plot.x = {0, 1};
  plot.x_names = {"first-choice", "second-choice"};
  plot.lines = {{.name = "y", .y = {1, 2}}};
  report.plot(plot);
  plot.x_names.clear();
  plot.log_x = true;
  plot.x = {1e-4, 1e-2};
  report.plot(plot);
  const auto dom = test::rendered(report.html());
  EXPECT_EQ(test::drawn(dom), 2);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  EXPECT_THAT(dom, HasSubstr(">second-choice</div>"));
  EXPECT_THAT(dom, HasSubstr(">0.001</div>")) << "a label in the middle of a logarithmic axis";
}

}  // namespace
}  // namespace symh
