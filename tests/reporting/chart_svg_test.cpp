#include "reporting/chart_svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reporting/chart_checks.h"
#include "reporting/page_checks.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time start = make_time(2003, 11, 20);

/// Ten hours, from -100 to 0 nT: with the room of 6 % the axis goes from -106 to 6. At a width of 366 px the
/// plot is 300 px wide, from x = 48 to 348; it is 112 px high, from y = 22 to 134, a pixel for each nT.
Chart ten_hours() {
  Chart chart{"Ten hours", start, start + Minutes{600}, {}, {}};
  auto& panel = chart.panels.emplace_back();
  panel.title = {{"SYM-H [nT]"}};
  panel.height = 112;
  panel.lines = {{"observed", {{start, 0}, {start + Minutes{300}, -50}, {start + Minutes{600}, -100}}}};
  return chart;
}

TEST(ChartSvg, DrawsALineFromCornerToCorner) {
  const auto svg = chart_svg(ten_hours(), 366);
  EXPECT_THAT(svg,
              HasSubstr("<path class=\"chart-line observed\" d=\"M48.0 28.0L198.0 78.0L348.0 128.0\"/>"));
  EXPECT_THAT(svg, HasSubstr("viewBox=\"0 0 366 170\""));
  EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-label=\"Ten hours\""));
}

TEST(ChartSvg, BreaksALineWhereAValueIsMissingOrOutside) {
  auto chart = ten_hours();
  auto& points = chart.panels[0].lines[0].points;
  points[1].second = std::nan("");
  EXPECT_THAT(chart_svg(chart, 366), HasSubstr("d=\"M48.0 28.0M348.0 128.0\""));
  points = {{start - Minutes{60}, -400}, {start, 0}, {start + Minutes{600}, -100}, {start + Minutes{660}, 9}};
  EXPECT_THAT(chart_svg(chart, 366), HasSubstr("d=\"M48.0 28.0L348.0 128.0\""))
      << "nor does the axis hold it";
}

TEST(ChartSvg, FillsABandAndBreaksItToo) {
  auto chart = ten_hours();
  chart.panels[0].bands = {{"wide",
                            {{start, -10, 0},
                             {start + Minutes{60}, -20, 0},
                             {start + Minutes{120}, std::nan(""), 0},
                             {start + Minutes{180}, -30, -10},
                             {start + Minutes{240}, -30, -10}}}};
  EXPECT_THAT(chart_svg(chart, 366),
              HasSubstr("<path class=\"chart-band wide\" d=\"M48.0 28.0L78.0 28.0L78.0 48.0L48.0 38.0Z"
                        "M138.0 38.0L168.0 38.0L168.0 58.0L138.0 58.0Z\"/>"));
}

TEST(ChartSvg, DrawsNowSpansAndLevels) {
  auto chart = ten_hours();
  chart.now = start + Minutes{420};
  chart.panels[0].spans = {{"on-way", start + Minutes{420}, start + Minutes{480}}};
  chart.panels[0].levels = {{-50, "moderate <-50"}, {-250, "superstorm"}};
  const auto svg = chart_svg(chart, 366);
  EXPECT_THAT(svg,
              HasSubstr("<line class=\"chart-now\" x1=\"258.0\" y1=\"22.0\" x2=\"258.0\" y2=\"134.0\"/>"));
  EXPECT_THAT(svg,
              HasSubstr("<text class=\"chart-middle chart-now-name\" x=\"258.0\" y=\"15.0\">now</text>"));
  EXPECT_THAT(svg, HasSubstr("<rect class=\"chart-span on-way\" x=\"258.0\" y=\"22.0\" width=\"30.0\""));
  EXPECT_THAT(svg,
              HasSubstr("<line class=\"chart-level\" x1=\"48.0\" y1=\"78.0\" x2=\"348.0\" y2=\"78.0\"/>"));
  EXPECT_THAT(svg, HasSubstr(">moderate &lt;-50</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("superstorm"))) << "it lies below the axis";
}

TEST(ChartSvg, NowIsNamedBesideItsLineWhereTheTitleIsNear) {
  auto chart = ten_hours();
  // The title "SYM-H [nT]" takes ten letters of 6.7 px from 48 px on.
  chart.now = start + Minutes{160};  // at 128 px
  EXPECT_THAT(chart_svg(chart, 366), HasSubstr("chart-now-name\" x=\"138.5\" y=\"15.0\">now</text>"));
  chart.now = start + Minutes{60};  // under the title
  const auto under = chart_svg(chart, 366);
  EXPECT_THAT(under, Not(HasSubstr("chart-now-name")));
  EXPECT_THAT(under, HasSubstr("class=\"chart-now\" x1=\"78.0\""));
}

TEST(ChartSvg, NamesOfCloseLevelsStandSideBySide) {
  auto chart = ten_hours();
  chart.panels[0].levels = {{-50, "one"}, {-55, "two"}, {-90, "three"}};
  const auto svg = chart_svg(chart, 366);
  EXPECT_THAT(svg, HasSubstr("<text class=\"chart-name\" x=\"52.0\" y=\"75.0\">one</text>"));
  EXPECT_THAT(svg, HasSubstr("<text class=\"chart-name\" x=\"85.5\" y=\"80.0\">two</text>"));
  EXPECT_THAT(svg, HasSubstr("<text class=\"chart-name\" x=\"52.0\" y=\"115.0\">three</text>"));
}

TEST(ChartSvg, LabelsTheHoursAndTheDays) {
  auto chart = ten_hours();
  chart.from = make_time(2003, 11, 19, 16);
  const auto svg = chart_svg(chart, 700);
  EXPECT_THAT(svg, HasSubstr(">18:00</text>"));
  EXPECT_THAT(svg, HasSubstr(">UTC</text>"));
  EXPECT_THAT(svg, HasSubstr(">19 November</text>"));
  EXPECT_THAT(svg, HasSubstr(">20 November</text>"));
}

TEST(ChartSvg, PanelsWithoutValuesAreLeftOut) {
  auto chart = ten_hours();
  const auto alone = chart_svg(chart, 366);
  chart.panels.push_back({.title = {{"Speed"}}, .axis_holds = {{300, 500}}, .lines = {{"speed", {}}}});
  EXPECT_EQ(chart_svg(chart, 366), alone);
  chart.panels.erase(chart.panels.begin());
  EXPECT_EQ(chart_svg(chart, 366), "");
}

TEST(ChartSvg, PanelsMayHaveOneAxis) {
  auto chart = ten_hours();
  chart.panels.push_back(chart.panels[0]);
  chart.panels[1].lines[0].points = {{start, -25}, {start + Minutes{600}, -25}};
  EXPECT_THAT(chart_svg(chart, 366), HasSubstr("d=\"M48.0 218.0L348.0 218.0\""))
      << "in the middle of its own axis";
  chart.one_axis = true;
  const auto svg = chart_svg(chart, 366);
  EXPECT_THAT(svg, HasSubstr("d=\"M48.0 28.0L198.0 78.0L348.0 128.0\"")) << "as before";
  EXPECT_THAT(svg, HasSubstr("d=\"M48.0 193.0L348.0 193.0\"")) << "25 nT down, 140 px below the first panel";
}

TEST(ChartSvg, AConstantLineHasAnAxis) {
  auto chart = ten_hours();
  for (auto& [time, value] : chart.panels[0].lines[0].points) value = 5;
  EXPECT_THAT(chart_svg(chart, 366), HasSubstr("d=\"M48.0 78.0L198.0 78.0L348.0 78.0\""));
}

TEST(ChartSvg, NoTextTouchesAnotherAtAnyWidthAndTime) {
  for (const int width : {340, 620, 1000})
    for (int hour = 0; hour < 24; ++hour)
      for (const int depth : {-30, -120, -800}) {
        auto chart = ten_hours();
        chart.from = start + Minutes{60 * hour};
        chart.to = chart.from + Minutes{30 * 60};
        chart.now = chart.from + Minutes{97 * hour};
        chart.panels[0].height = 220;
        chart.panels[0].lines[0].points = {{chart.from, 0}, {chart.to, depth}};
        chart.panels[0].levels = {
            {-50, "moderate, -50 nT"}, {-100, "intense, -100 nT"}, {-250, "superstorm, -250 nT"}};
        chart.panels.push_back({.title = {{"Bz", "bz"}, {" and "}, {"|B|", "b"}, {" [nT]"}},
                                .height = 64,
                                .axis_holds = {{-5, 5}},
                                .lines = {{"bz", {{chart.from, -3.0}, {chart.to, depth / 10.0}}}}});
        const auto svg = chart_svg(chart, width);
        EXPECT_EQ(test::touching_texts(svg), "") << width << " px, " << hour << " h, " << depth << " nT";
        EXPECT_EQ(test::texts_outside(svg), "") << width << " px, " << hour << " h, " << depth << " nT";
      }
}

TEST(ChartSvg, TheCheckOfTextsSeesTwoThatTouch) {
  EXPECT_NE(
      test::touching_texts("<svg viewBox=\"0 0 90 90\"><text class=\"a\" x=\"10.0\" y=\"20.0\">one</text>\n"
                           "<text class=\"a\" x=\"20.0\" y=\"25.0\">two</text>"),
      "");
  EXPECT_NE(test::texts_outside(
                "<svg viewBox=\"0 0 90 90\"><text class=\"chart-end\" x=\"10.0\" y=\"20.0\">one</text>"),
            "");
}

TEST(ChartSvg, LoadsNothing) { EXPECT_EQ(test::first_load(chart_svg(ten_hours(), 366)), ""); }

}  // namespace
}  // namespace symh
