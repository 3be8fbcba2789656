#include "reporting/svg_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reporting/chance_charts.h"
#include "reporting/page_checks.h"
#include "reporting/report.h"
#include "verification/tables.h"

namespace symh {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Chart chart_of(ChartStyle style) {
  return {.title = "A <title>",
          .x_label = "chance",
          .y_label = "share",
          .series = {{.name = "one & two", .x = {0, 0.5, 1}, .y = {0, 0.25, 2}, .style = style}}};
}

TEST(SvgChart, LabelsItsAxesAndEscapesItsTexts) {
  const auto svg = to_svg(chart_of(ChartStyle::line));
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("Chart: A &lt;title&gt;. share against chance."));
  EXPECT_THAT(svg, HasSubstr(">chance</text>"));
  EXPECT_THAT(svg, HasSubstr(">share</text>"));
  EXPECT_THAT(svg, HasSubstr("one &amp; two"));
  EXPECT_THAT(svg, HasSubstr(">0.2</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("script")));
  EXPECT_EQ(test::first_load(svg), "");
}

TEST(SvgChart, DrawsValuesOutsideAtTheEdge) {
  // The corners of the plot are (52, 260) and (348, 10).
  EXPECT_THAT(to_svg(chart_of(ChartStyle::line)), HasSubstr("M52.0 260.0L200.0 197.5L348.0 10.0"));
}

TEST(SvgChart, BreaksALineWhereAValueIsMissing) {
  auto chart = chart_of(ChartStyle::line);
  chart.series[0].y[1] = NAN;
  EXPECT_THAT(to_svg(chart), HasSubstr("M52.0 260.0M348.0 10.0"));
}

TEST(SvgChart, MarksPointsWithTheirIntervals) {
  auto chart = chart_of(ChartStyle::points);
  chart.series[0].intervals = {{0, 0.1}, {0.2, 0.4}, {NAN, NAN}};
  const auto svg = to_svg(chart);
  EXPECT_EQ(test::count(svg, "class=\"whisker s0\""), 2);
  EXPECT_EQ(test::count(svg, "class=\"mark s0\""), 4) << "three points and the legend";
  EXPECT_THAT(svg, HasSubstr("M200.0 210.0V160.0"));
}

TEST(SvgChart, TellsSeriesApartWithoutColour) {
  auto chart = chart_of(ChartStyle::points);
  chart.series.push_back(chart.series[0]);
  const auto svg = to_svg(chart);
  EXPECT_THAT(svg, HasSubstr("class=\"line s0\" stroke-dasharray=\"\""));
  EXPECT_THAT(svg, HasSubstr("class=\"line s1\" stroke-dasharray=\"7 3\""));
}

TEST(SvgChart, DrawsBarsFromZero) {
  const auto svg = to_svg(chart_of(ChartStyle::bars));
  EXPECT_EQ(test::count(svg, "<rect"), 4) << "three bars and the legend";
  EXPECT_THAT(svg, HasSubstr("y=\"197.5\""));
}

TEST(SvgChart, RefusesWhatItCannotDraw) {
  auto chart = chart_of(ChartStyle::line);
  chart.series[0].y.pop_back();
  EXPECT_THROW(to_svg(chart), std::invalid_argument);
  chart = chart_of(ChartStyle::line);
  chart.x_to = chart.x_from;
  EXPECT_THROW(to_svg(chart), std::invalid_argument);
}

TEST(ChanceCharts, AreThreeForEachLeadTimeWithABand) {
  auto verification = verify(testing::banded(5.F));
  const auto charts = chance_charts(verification.leads);
  ASSERT_EQ(charts.size(), 3U);
  EXPECT_EQ(charts[0].title, "Reliability of the chances, 1h ahead");
  EXPECT_EQ(charts[0].series.size(), 4U) << "the guide, -30, -50 and -100 nT";
  EXPECT_EQ(charts[1].series[1].style, ChartStyle::line);
  EXPECT_EQ(charts[2].series[0].y.size(), 10U);
  EXPECT_GE(charts[2].y_to, 0.2);
  EXPECT_TRUE(chance_charts(verify(testing::make_table(500)).leads).empty());
}

TEST(Report, ShowsChartsWithoutAScript) {
  Report report("A page");
  report.charts({chart_of(ChartStyle::bars)});
  const auto html = report.html();
  EXPECT_EQ(test::count(html, "<svg"), 1);
  EXPECT_THAT(html, HasSubstr("<figcaption>A &lt;title&gt;</figcaption>"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace symh
