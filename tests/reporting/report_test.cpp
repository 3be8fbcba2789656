#include "reporting/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "reporting/page_checks.h"

namespace symh {
namespace {

using test::count;
using ::testing::HasSubstr;
using ::testing::Not;

Plot small_plot() {
  Plot plot;
  plot.title = "Title";
  plot.x_label = "x";
  plot.y_label = "y";
  plot.x = {1, 2, 3};
  plot.lines = {{.name = "line", .y = {1, NAN, 3}}};
  return plot;
}

nlohmann::json drawn(const Plot& plot) {
  Report report("Title");
  report.plot(plot);
  return nlohmann::json::parse(test::plot_data(report.html())).at(0);
}

TEST(Report, HasTheOrderOfTheCalls) {
  Report report("Page");
  report.heading("First");
  report.paragraph("Second");
  report.table(page_table("Third", {"a"}, {{"1"}}));
  report.plot(small_plot());
  const auto html = report.html();
  EXPECT_LT(html.find("<h1>Page"), html.find("<h2>First"));
  EXPECT_LT(html.find("<h2>First"), html.find("<p>Second"));
  EXPECT_LT(html.find("<p>Second"), html.find("<caption><span>Third"));
  EXPECT_LT(html.find("<caption><span>Third"), html.find("<figcaption>Title"));
}

TEST(Report, EscapesEveryText) {
  const std::string evil = "</title></script><script>alert(1)</script>\"'&";
  Report report(evil);
  report.heading(evil);
  report.paragraph(evil);
  report.table(page_table(evil, {evil}, {{evil}}));
  auto plot = small_plot();
  plot.title = plot.x_label = plot.y_label = plot.lines[0].name = evil;
  report.plot(plot);
  const auto html = report.html();
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_EQ(count(html, "</title>"), 1);
  EXPECT_EQ(count(html, "</script>"), 3);
  const auto data = nlohmann::json::parse(test::plot_data(html));
  EXPECT_EQ(data.at(0).at("lines").at(0).at("name"), evil);
}

TEST(Report, LoadsNothing) {
  Report report("Page");
  report.plot(small_plot());
  const auto html = report.html();
  EXPECT_EQ(test::first_load(html), "");
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, HasSubstr("dygraph-legend"));
}

TEST(Report, WithoutPlotsHasNoScript) {
  Report report("Page");
  report.paragraph("Text");
  EXPECT_THAT(report.html(), Not(HasSubstr("<script")));
  EXPECT_LT(report.html().size(), 20'000U);
}

TEST(Report, TableAlignsNumbersAndScrolls) {
  Report report("Page");
  report.table(page_table("T", {"Name", "Value"}, {{"lstm", "1.5"}, {"gru", std::nan("")}}));
  const auto html = report.html();
  EXPECT_THAT(html, HasSubstr("<td>lstm</td><td class=\"n\">1.5</td>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\">Name</th><th scope=\"col\" class=\"n\">Value</th>"));
  EXPECT_THAT(html, HasSubstr("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"T\">"));
}

TEST(Report, PlotIsLabelledForScreenReaders) {
  Report report("Page");
  report.plot(small_plot());
  EXPECT_THAT(report.html(), HasSubstr("role=\"img\" aria-label=\"Plot: Title. y against x. Lines: line.\""));
  EXPECT_THAT(report.html(), HasSubstr("<noscript>"));
}

TEST(Plot, NanIsABreak) { EXPECT_EQ(drawn(small_plot()).at("lines").at(0).at("y").dump(), "[1,null,3]"); }

TEST(Plot, LogScaleBreaksAtWhatIsNotPositive) {
  auto plot = small_plot();
  plot.log_y = true;
  plot.lines[0].y = {0.5, 0, -3};
  EXPECT_EQ(drawn(plot).at("lines").at(0).at("y").dump(), "[0.5,null,null]");
}

TEST(Plot, TimesAreStepsThatLoseNoMinute) {
  auto plot = small_plot();
  plot.x_is_time = true;
  plot.x = {17812345, 17812346, 17812351};
  EXPECT_EQ(drawn(plot).at("x").dump(), "[17812345,1,5]");
}

TEST(Plot, StylesReachThePage) {
  auto plot = small_plot();
  plot.lines[0].style = LineStyle::dots;
  plot.lines[0].ink = true;
  const auto line = drawn(plot).at("lines").at(0);
  EXPECT_EQ(line.at("style"), "dots");
  EXPECT_EQ(line.at("ink"), true);
}

TEST(Plot, WithoutValuesSaysSo) {
  auto plot = small_plot();
  plot.lines[0].y = {NAN, NAN, NAN};
  Report report("Page");
  report.plot(plot);
  report.plot(Plot{});
  EXPECT_THAT(report.html(), HasSubstr("Title: there are no values to plot."));
  EXPECT_THAT(report.html(), Not(HasSubstr("<script")));
}

TEST(Plot, RefusesWhatCannotBeDrawn) {
  Report report("Page");
  auto longer = small_plot();
  longer.x.push_back(4);
  EXPECT_THROW(report.plot(longer), std::invalid_argument);
  auto falling = small_plot();
  falling.x = {1, 3, 2};
  EXPECT_THROW(report.plot(falling), std::invalid_argument);
  auto unknown = small_plot();
  unknown.x[1] = NAN;
  EXPECT_THROW(report.plot(unknown), std::invalid_argument);
  auto logarithmic = small_plot();
  logarithmic.log_x = true;
  logarithmic.x = {0, 1, 2};
  EXPECT_THROW(report.plot(logarithmic), std::invalid_argument);
}

}  // namespace
}  // namespace symh
