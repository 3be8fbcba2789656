#include "centre/record/page_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "centre/record/sample_page.h"
#include "reporting/chart_checks.h"
#include "reporting/page_checks.h"

namespace symh {
namespace {

using test::sample_page;
using testing::HasSubstr;
using testing::Not;

const Time issue = test::page_issue;

Chart chart_of(const CentrePage& page) { return centre_chart(page, Minutes{24 * 60}); }

const ChartLine* find_line(const ChartPanel& panel, const std::string& style) {
  const auto found = std::ranges::find(panel.lines, style, &ChartLine::style);
  return found == panel.lines.end() ? nullptr : &*found;
}

TEST(PageChart, ShowsADayAndTheLeadTimes) {
  const auto chart = chart_of(sample_page());
  EXPECT_EQ(chart.from, issue - Minutes{1440});
  EXPECT_EQ(chart.to, issue + Minutes{120});
  EXPECT_EQ(chart.now, issue + Minutes{4});
  ASSERT_EQ(chart.panels.size(), 4U);
  EXPECT_EQ(chart.panels[0].levels.size(), 3U);
  EXPECT_EQ(chart.panels[0].levels[1].name, "intense, -100 nT");
}

TEST(PageChart, JoinsTheForecastToTheLastObservation) {
  const auto chart = chart_of(sample_page());
  const auto& panel = chart.panels[0];
  using Points = std::vector<std::pair<Time, double>>;
  EXPECT_EQ(find_line(panel, "forecast")->points,
            (Points{{issue, -90}, {issue + Minutes{60}, -105}, {issue + Minutes{120}, -140}}));
  EXPECT_EQ(panel.bands[0].style, "band-90");
  EXPECT_EQ(panel.bands[0].points[0].low, -90);
  EXPECT_EQ(panel.bands[0].points[2].low, -180);
  EXPECT_EQ(panel.bands[1].style, "band-50");
  EXPECT_EQ(panel.bands[1].points[2].high, -124);
}

TEST(PageChart, DrawsTheEstimateThroughTheGap) {
  auto page = sample_page();
  EXPECT_THAT(chart_figure(page), Not(HasSubstr("estimated")));
  page.forecast->last_observed = issue - Minutes{10};
  page.forecast->estimated_nt = -96.5;
  page.forecast->estimated_band_nt = {-104, -89};
  page.estimated = {{issue - Minutes{5}, -93.25F}, {issue, -96}};
  const auto chart = chart_of(page);
  using Points = std::vector<std::pair<Time, double>>;
  EXPECT_EQ(find_line(chart.panels[0], "estimated")->points,
            (Points{{issue - Minutes{10}, -90}, {issue - Minutes{5}, -93.25}, {issue, -96.5}}))
      << "the last value is that of the product";
  EXPECT_EQ(find_line(chart.panels[0], "forecast")->points[0], std::pair(issue, -96.5));
  EXPECT_EQ(chart.panels[0].bands[0].points[0].low, -104);
  EXPECT_EQ(chart.panels[0].bands[1].points.size(), 2U) << "the estimate has no 25-75 % band";
  EXPECT_THAT(chart_figure(page), HasSubstr("</svg> estimated</span>"));
}

TEST(PageChart, ShadesTheWindOnItsWay) {
  auto page = sample_page();
  auto chart = chart_of(page);
  ASSERT_EQ(chart.panels[1].spans.size(), 1U);
  EXPECT_EQ(chart.panels[1].spans[0].from, page.made_at);
  EXPECT_EQ(chart.panels[1].spans[0].to, issue + Minutes{40});
  EXPECT_THAT(chart_figure(page), HasSubstr("wind on its way to Earth"));
  page.made_at = issue + Minutes{41};
  EXPECT_TRUE(chart_of(page).panels[1].spans.empty()) << "it has arrived";
  EXPECT_THAT(chart_figure(page), Not(HasSubstr("wind on its way to Earth")));
  page.wind.clear();
  EXPECT_EQ(chart_of(page).panels.size(), 1U);
}

TEST(PageChart, DrawsOneEarlierForecastEveryThreeHours) {
  const auto panel = chart_of(sample_page()).panels[0];
  std::vector<Time> begins;
  for (const auto& line : panel.lines)
    if (line.style == "past") begins.push_back(line.points.front().first);
  ASSERT_GT(begins.size(), 8U);
  for (std::size_t i = 1; i < begins.size(); ++i) EXPECT_EQ(begins[i] - begins[i - 1], Minutes{180});
}

TEST(PageChart, AnEarlierForecastBeginsWithWhatWasObservedThen) {
  auto page = sample_page();
  page.past = {{issue - Minutes{180}, Minutes{60}, "m", -50, {}, {}, -42, issue, issue - Minutes{180}},
               {issue - Minutes{180}, Minutes{120}, "m", -60, {}, {}, -42, issue, issue - Minutes{180}}};
  using Points = std::vector<std::pair<Time, double>>;
  EXPECT_EQ(find_line(chart_of(page).panels[0], "past")->points,
            (Points{{issue - Minutes{180}, -42}, {issue - Minutes{120}, -50}, {issue - Minutes{60}, -60}}));
  for (auto& past : page.past) past.last_observed -= Minutes{30};
  EXPECT_EQ(find_line(chart_of(page).panels[0], "past")->points.size(), 2U) << "the index was late";
}

TEST(PageChart, BreaksWhereObservationsAreMissing) {
  auto page = sample_page();
  const auto end = page.observations.end();
  page.observations.erase(end - 60, end - 40);
  const auto chart = chart_of(page);
  const auto& points = find_line(chart.panels[0], "observed")->points;
  EXPECT_EQ(std::ranges::count_if(points, [](const auto& point) { return std::isnan(point.second); }), 1);
}

TEST(PageChart, DoesNotBreakWindThatArrivesAtUnevenTimes) {
  auto page = sample_page();
  for (std::size_t i = 0; i < page.wind.size(); i += 7) page.wind[i].at_earth += Minutes{4};
  const auto chart = chart_of(page);
  const auto& points = find_line(chart.panels[1], "bz")->points;
  EXPECT_EQ(points.size(), page.wind.size());
}

TEST(PageChart, WithoutAForecastShowsWhatIsObserved) {
  auto page = sample_page();
  page.forecast.reset();
  const auto chart = chart_of(page);
  EXPECT_EQ(chart.to, issue + Minutes{60});
  EXPECT_NE(find_line(chart.panels[0], "observed"), nullptr);
  EXPECT_EQ(find_line(chart.panels[0], "forecast"), nullptr);
  page.observations.clear();
  EXPECT_EQ(chart_figure(page), "");
}

TEST(PageChart, AnOldForecastDoesNotStretchThePictureToNow) {
  auto page = sample_page();
  page.made_at = issue + Minutes{4 * 60};
  EXPECT_EQ(chart_of(page).to, page.made_at);
  page.made_at = issue + Minutes{9 * 60};
  EXPECT_EQ(chart_of(page).to, issue + Minutes{120});
}

TEST(PageChart, NoTextTouchesAnother) {
  const auto page = sample_page();
  for (const int width : {340, 620, 900}) {
    const auto svg = chart_svg(chart_of(page), width);
    EXPECT_EQ(test::touching_texts(svg), "") << width;
    EXPECT_EQ(test::texts_outside(svg), "") << width;
  }
}

}  // namespace
}  // namespace symh
