#include "browser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

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
  EXPECT_EQ(test::drawn(dom), 11);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  // Two canvases a plot: the lines and what hovering draws over them.
  EXPECT_EQ(test::count(dom, "<canvas"), 22);
  EXPECT_THAT(dom, HasSubstr("dygraph-axis-label"));
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
