#include "reporting/diagram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reporting/chance_diagrams.h"
#include "reporting/page_checks.h"
#include "reporting/report.h"
#include "verification/tables.h"

namespace symh {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Diagram diagram_of(DiagramStyle style) {
  return {.title = "A <title>",
          .x_label = "chance",
          .y_label = "share",
          .series = {{.name = "one & two", .x = {0, 0.5, 1}, .y = {0, 0.25, 2}, .style = style}}};
}

TEST(Diagram, LabelsItsAxesAndEscapesItsTexts) {
  const auto svg = to_svg(diagram_of(DiagramStyle::line));
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("Diagram: A &lt;title&gt;. share against chance."));
  EXPECT_THAT(svg, HasSubstr(">chance</text>"));
  EXPECT_THAT(svg, HasSubstr(">share</text>"));
  EXPECT_THAT(svg, HasSubstr("one &amp; two"));
  EXPECT_THAT(svg, HasSubstr(">0.2</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("script")));
  EXPECT_EQ(test::first_load(svg), "");
}

TEST(Diagram, DrawsValuesOutsideAtTheEdge) {
  // The corners of the plot are (52, 260) and (348, 10).
  EXPECT_THAT(to_svg(diagram_of(DiagramStyle::line)), HasSubstr("M52.0 260.0L200.0 197.5L348.0 10.0"));
}

TEST(Diagram, BreaksALineWhereAValueIsMissing) {
  auto diagram = diagram_of(DiagramStyle::line);
  diagram.series[0].y[1] = NAN;
  EXPECT_THAT(to_svg(diagram), HasSubstr("M52.0 260.0M348.0 10.0"));
}

TEST(Diagram, MarksPointsWithTheirIntervals) {
  auto diagram = diagram_of(DiagramStyle::points);
  diagram.series[0].intervals = {{0, 0.1}, {0.2, 0.4}, {NAN, NAN}};
  const auto svg = to_svg(diagram);
  EXPECT_EQ(test::count(svg, "class=\"whisker s0\""), 2);
  EXPECT_EQ(test::count(svg, "class=\"mark s0\""), 4) << "three points and the legend";
  EXPECT_THAT(svg, HasSubstr("M200.0 210.0V160.0"));
}

TEST(Diagram, TellsSeriesApartWithoutColour) {
  auto diagram = diagram_of(DiagramStyle::points);
  diagram.series.push_back(diagram.series[0]);
  const auto svg = to_svg(diagram);
  EXPECT_THAT(svg, HasSubstr("class=\"line s0\" stroke-dasharray=\"\""));
  EXPECT_THAT(svg, HasSubstr("class=\"line s1\" stroke-dasharray=\"7 3\""));
}

TEST(Diagram, DrawsBarsFromZero) {
  const auto svg = to_svg(diagram_of(DiagramStyle::bars));
  EXPECT_EQ(test::count(svg, "<rect"), 4) << "three bars and the legend";
  EXPECT_THAT(svg, HasSubstr("y=\"197.5\""));
}

TEST(Diagram, RefusesWhatItCannotDraw) {
  auto diagram = diagram_of(DiagramStyle::line);
  diagram.series[0].y.pop_back();
  EXPECT_THROW(to_svg(diagram), std::invalid_argument);
  diagram = diagram_of(DiagramStyle::line);
  diagram.x_to = diagram.x_from;
  EXPECT_THROW(to_svg(diagram), std::invalid_argument);
}

TEST(ChanceDiagrams, AreThreeForEachLeadTimeWithABand) {
  auto verification = verify(testing::banded(5.F));
  const auto diagrams = chance_diagrams(verification.leads);
  ASSERT_EQ(diagrams.size(), 3U);
  EXPECT_EQ(diagrams[0].title, "Reliability of the chances, 1h ahead");
  EXPECT_EQ(diagrams[0].series.size(), 4U) << "the guide, -30, -50 and -100 nT";
  EXPECT_EQ(diagrams[1].series[1].style, DiagramStyle::line);
  EXPECT_EQ(diagrams[2].series[0].y.size(), 10U);
  EXPECT_GE(diagrams[2].y_to, 0.2);
  EXPECT_TRUE(chance_diagrams(verify(testing::make_table(500)).leads).empty());
}

TEST(Report, ShowsDiagramsWithoutAScript) {
  Report report("A page");
  report.diagrams({diagram_of(DiagramStyle::bars)});
  const auto html = report.html();
  EXPECT_EQ(test::count(html, "<svg"), 1);
  EXPECT_THAT(html, HasSubstr("<figcaption>A &lt;title&gt;</figcaption>"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace symh
