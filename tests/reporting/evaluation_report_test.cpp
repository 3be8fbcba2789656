#include "reporting/evaluation_report.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "reporting/evaluation_plots.h"
#include "reporting/page_checks.h"
#include "reporting/sample_data.h"

namespace symh {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(EvaluationReport, ShowsModelAndBaselinesAtEachLead) {
  const auto table = test::sample_table();
  const auto html = evaluation_report(table, test::sample_verification(table));
  EXPECT_EQ(test::first_load(html), "");
  EXPECT_THAT(html, HasSubstr("<td>1h</td><td>persistence</td>"));
  EXPECT_THAT(html, HasSubstr("<td>4h</td><td>burton</td>"));
  EXPECT_THAT(html, HasSubstr("not distinguishable"));
  EXPECT_THAT(html, HasSubstr("17 at 1h, 17 at 4h"));
  EXPECT_THAT(html, HasSubstr("At no lead time does the model lose to persistence"));
  EXPECT_THAT(html, HasSubstr("Skill over persistence"));
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">-50</td><td class=\"n\">98</td><td class=\"n\">7</td>"))
      << "the thresholds of a storm";
  // Six storms, a scatter plot at each lead, and RMSE by lead time.
  EXPECT_EQ(test::count(html, "<figure>"), 9);
}

/// With a band of 20 nT.
ForecastTable banded_table(int storms) {
  auto table = test::sample_table(storms);
  for (auto& lead : table.leads) {
    lead.q05_nt = lead.q50_nt = lead.q95_nt = lead.forecast_nt;
    for (auto& value : lead.q05_nt) value -= 10;
    for (auto& value : lead.q95_nt) value += 10;
  }
  return table;
}

TEST(EvaluationReport, OpensWithTheDeepestStormsAtEachLeadAndTheirBands) {
  const auto table = banded_table(8);
  const auto html = evaluation_report(table, test::sample_verification(table));
  const auto at = [&](const std::string& text) { return html.find(text); };
  EXPECT_LT(at("<h2>The deepest storms</h2>"), at("<figcaption>2003-08-02 -150 nT"));
  EXPECT_LT(at("<div class=\"multiples\">"), at("<table>")) << "the pictures come before the scores";
  EXPECT_EQ(test::count(html, "<svg class=\"chart\""), 6) << "of the six deepest storms";
  EXPECT_EQ(test::count(html, ">1h ahead [nT]<"), 6);
  EXPECT_EQ(test::count(html, ">4h ahead [nT]<"), 6);
  EXPECT_EQ(test::count(html, "chart-band band-90"), 12);
  EXPECT_EQ(test::count(html, "<a href=\"#storm-1\">"), 2) << "the picture and the link to all storms";
  EXPECT_EQ(test::count(html, "<a href=\"#storm-8\">"), 1);
}

TEST(EvaluationReport, BrowsesAllStormsTheDeepestFirst) {
  const auto table = banded_table(3);
  const auto html = evaluation_report(table, test::sample_verification(table));
  const auto data = nlohmann::json::parse(test::browser_data(html));
  EXPECT_EQ(data.at("columns"), 2);
  ASSERT_EQ(data.at("plots").size(), 6U);
  const auto order = storms_by_depth(table);
  EXPECT_EQ(data.at("plots").at(0).at("title"),
            table.storms[static_cast<std::size_t>(order[0])] + ", forecast 1h ahead");
  EXPECT_EQ(data.at("plots").at(0).at("lines").at(4).at("style"), "edge");
}

TEST(EvaluationReport, OfAHundredStormsIsSmallerThanTenMegabytes) {
  auto table = test::sample_table(100);
  // Six lead times of storms of seven days with steps of 5 minutes, as noisy as SYM-H.
  const auto first = table.leads[0];
  table.leads.clear();
  std::mt19937 generator(1);
  std::normal_distribution<float> noise(0, 6);
  for (int hours = 1; hours <= 6; ++hours) {
    LeadTimeForecasts lead;
    lead.lead_time = Minutes{60 * hours};
    for (int storm = 0; storm < 100; ++storm)
      for (int i = 0; i < 7 * 288; ++i) {
        lead.issue_time.push_back(first.issue_time[0] + Minutes{60 * 24 * 10 * storm + 5 * i});
        lead.storm.push_back(storm);
        lead.observed_nt.push_back(-60 + 40 * std::sin(static_cast<float>(i) / 100) + noise(generator));
      }
    for (auto* values :
         {&lead.forecast_nt, &lead.q05_nt, &lead.q50_nt, &lead.q95_nt, &lead.baselines_nt["persistence"]})
      for (const float value : lead.observed_nt) values->push_back(value + noise(generator));
    table.leads.push_back(std::move(lead));
  }
  const auto html = evaluation_report(table, test::sample_verification(test::sample_table(1)));
  EXPECT_LT(html.size(), 10'000'000U);
  EXPECT_EQ(nlohmann::json::parse(test::browser_data(html)).at("plots").size(), 600U);
}

TEST(StormsByDepth, AreThoseObservedAtAnyLeadTheDeepestFirst) {
  ForecastTable table;
  table.storms = {"a", "b", "c"};
  table.leads.resize(2);
  table.leads[0].storm = {0, 1, -1};
  table.leads[0].observed_nt = {-100, -90, -500};
  table.leads[1].storm = {1, 0, 2};
  table.leads[1].observed_nt = {-120, NAN, NAN};
  EXPECT_THAT(storms_by_depth(table), ElementsAre(1, 0));
  EXPECT_THAT(storms_by_depth({}), ElementsAre());
}

TEST(EvaluationReport, CountsOnlyTheStormsThatWereForecast) {
  auto table = test::sample_table();
  const auto before = evaluation_report(table, test::sample_verification(table));
  const auto sentence = fmt::format("in {} storms.", table.storms.size());
  EXPECT_THAT(before, HasSubstr(sentence));
  table.storms.emplace_back("1999-01-01 -100 nT");
  EXPECT_THAT(evaluation_report(table, test::sample_verification(table)), HasSubstr(sentence));
}

TEST(EvaluationReport, WarnsWherePersistenceWins) {
  const auto table = test::sample_table(1);
  auto verification = test::sample_verification(table);
  verification.leads[1].baselines["persistence"].values.front() = 0.1;  // RMSE
  EXPECT_THAT(evaluation_report(table, verification), HasSubstr("Warning: at 4h persistence"));
}

TEST(EvaluationReport, ClassificationHasConfusion) {
  auto table = test::sample_table(1);
  auto verification = test::sample_verification(table);
  for (auto& lead : verification.leads) {
    lead.model = {};
    lead.confusion = {{90, 10, 0, 0}, {5, 15, 0, 0}, {0, 1, 2, 0}, {0, 0, 0, 0}};
    lead.accuracy = 0.87;
  }
  const auto html = evaluation_report(table, verification);
  EXPECT_THAT(html, HasSubstr("90 (90.0%)"));
  EXPECT_THAT(html, HasSubstr("-50 to -100 nT"));
  EXPECT_THAT(html, HasSubstr("0.870"));
  EXPECT_THAT(html, Not(HasSubstr("<h2>Skill</h2>")));
}

TEST(EvaluationReport, EmptyTableIsAPage) {
  EXPECT_THAT(evaluation_report({}, {}), HasSubstr("There is no forecast in this evaluation."));
}

TEST(StormPlot, StandsAtValidTimeAndBreaksAtHoles) {
  ForecastTable table;
  table.model = "lstm";
  table.storms = {"a storm"};
  LeadTimeForecasts lead;
  lead.lead_time = Minutes{60};
  for (const int minute : {0, 5, 30, 20}) lead.issue_time.push_back(Time{Minutes{minute}});
  lead.storm = {0, 0, 0, -1};
  lead.observed_nt = lead.forecast_nt = lead.baselines_nt["persistence"] = {-1, -2, -3, -4};
  const auto plot = storm_plot(table, lead, 0);
  EXPECT_THAT(plot.x, ElementsAre(60, 65, 70, 90));
  EXPECT_TRUE(std::isnan(plot.lines[1].y[2]));
  EXPECT_EQ(plot.lines[2].y[3], -3);
}

TEST(StormPlot, OfManySamplesKeepsEachMinimumAndBreaksAtHolesAlone) {
  ForecastTable table;
  table.storms = {"a storm"};
  LeadTimeForecasts lead;
  for (int i = 0; i < 1000; ++i) {
    lead.issue_time.push_back(Time{Minutes{5 * i + (i >= 500 ? 600 : 0)}});
    lead.storm.push_back(0);
    lead.observed_nt.push_back(i == 777 ? -400.F : -50.F + static_cast<float>(i % 7));
  }
  lead.forecast_nt = lead.observed_nt;
  const auto plot = storm_plot(table, lead, 0, 200);
  EXPECT_EQ(plot.x.size(), 201U) << "one of five, and the break";
  EXPECT_EQ(std::ranges::count_if(plot.lines[0].y, [](double y) { return std::isnan(y); }), 1);
  EXPECT_THAT(plot.lines[0].y, testing::Contains(-400));
}

TEST(ScatterPlot, IsSampledAndSorted) {
  const auto table = test::sample_table();
  const auto plot = scatter_plot(table, table.leads[0], 1000);
  EXPECT_LE(plot.x.size(), 1000U);
  EXPECT_GT(plot.x.size(), 800U);
  EXPECT_TRUE(std::is_sorted(plot.x.begin(), plot.x.end()));
  EXPECT_EQ(plot.lines[0].style, LineStyle::dots);
}

TEST(RmsePlot, NeedsTwoLeads) {
  auto verification = test::sample_verification(test::sample_table(1));
  const auto plot = rmse_plot(verification);
  ASSERT_TRUE(plot);
  EXPECT_THAT(plot->x, ElementsAre(1, 4));
  EXPECT_EQ(plot->lines[1].name, "persistence");
  verification.leads.pop_back();
  EXPECT_FALSE(rmse_plot(verification));
}

}  // namespace
}  // namespace symh
