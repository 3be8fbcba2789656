#include "reporting/evaluation_report.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

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
  // Four storms and a scatter plot at each lead, and RMSE by lead time.
  EXPECT_EQ(test::count(html, "<figure>"), 11);
}

TEST(EvaluationReport, OpensWithTheDeepestStormAtEachLeadAndItsBand) {
  auto table = test::sample_table(3);
  for (auto& lead : table.leads) {
    lead.q05_nt = lead.q50_nt = lead.q95_nt = lead.forecast_nt;
    for (auto& value : lead.q05_nt) value -= 10;
    for (auto& value : lead.q95_nt) value += 10;
  }
  const auto html = evaluation_report(table, test::sample_verification(table));
  const auto at = [&](const std::string& text) { return html.find(text); };
  EXPECT_LT(at("<h2>The deepest storm: 2003-03-02"), at("2003-03-02 -150 nT, forecast 1h ahead"));
  EXPECT_LT(at("forecast 1h ahead"), at("2003-03-02 -150 nT, forecast 4h ahead"));
  EXPECT_LT(at("forecast 4h ahead"), at("<table>")) << "the picture comes before the scores";
  EXPECT_EQ(test::count(html, "<figcaption>2003-03-02 -150 nT, forecast 4h ahead"), 1) << "drawn once";
  const auto plots = nlohmann::json::parse(test::plot_data(html));
  EXPECT_EQ(plots.at(0).at("lines").at(3).at("style"), "edge");
  EXPECT_EQ(plots.at(0).at("lines").at(4).at("style"), "edge");
}

TEST(DeepestStorm, IsThatOfTheLowestObservationAtAnyLead) {
  ForecastTable table;
  table.storms = {"a", "b"};
  table.leads.resize(2);
  table.leads[0].storm = {0, 1, -1};
  table.leads[0].observed_nt = {-100, -90, -500};
  table.leads[1].storm = {1, 0};
  table.leads[1].observed_nt = {-120, NAN};
  EXPECT_EQ(deepest_storm(table), 1);
  EXPECT_EQ(deepest_storm({}), std::nullopt);
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

TEST(DeepestStorms, LowestFirstAndMissingLeftOut) {
  LeadTimeForecasts lead;
  lead.storm = {0, 1, 2, -1, 3, 1};
  lead.observed_nt = {-80, -200, NAN, -900, -90, NAN};
  EXPECT_THAT(deepest_storms(lead, 4, 2), ElementsAre(1, 3));
  EXPECT_THAT(deepest_storms(lead, 4, 9), ElementsAre(1, 3, 0));
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
