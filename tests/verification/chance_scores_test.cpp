#include "verification/chance_scores.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "verification/chance_forecasts.h"
#include "verification/tables.h"

namespace symh {
namespace {

/// Normal observations around a forecast that varies by 40 nT; the band is right if `width` is 1. Four
/// storms.
ForecastTable drawn_table(double width) {
  std::mt19937 random(3);
  const auto uniform = [&] { return (static_cast<double>(random()) + 0.5) / 4294967296.0; };
  const auto normal = [&] { return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * M_PI * uniform()); };
  ForecastTable table;
  table.model = "drawn";
  table.storms = {"a", "b", "c", "d"};
  LeadTimeForecasts lead;
  lead.lead_time = Minutes{60};
  for (int i = 0; i < 20000; ++i) {
    const double forecast = -60 + 40 * normal();
    lead.issue_time.push_back(make_time(2003, 11, 20) + Minutes{5 * i});
    lead.storm.push_back(i / 5000);
    lead.forecast_nt.push_back(static_cast<float>(forecast));
    lead.q05_nt.push_back(static_cast<float>(forecast - 16.448536 * width));
    lead.q50_nt.push_back(static_cast<float>(forecast));
    lead.q95_nt.push_back(static_cast<float>(forecast + 16.448536 * width));
    lead.observed_nt.push_back(static_cast<float>(forecast + 10 * normal()));
    lead.baselines_nt["persistence"].push_back(static_cast<float>(forecast + 20 * normal()));
    lead.phase.push_back(i % 2 == 0 ? StormPhase::main : StormPhase::recovery);
  }
  table.leads.push_back(std::move(lead));
  return table;
}

ChanceScores scores_of(double width) { return verify(drawn_table(width)).leads[0].chances.value(); }

TEST(ChanceScores, OfATrueForecastAreWhatTheorySays) {
  const auto scores = scores_of(1);
  EXPECT_EQ(scores.samples, 20000U);
  EXPECT_NEAR(scores.crps_nt.model, 10 / std::sqrt(M_PI), 0.1);
  EXPECT_LT(scores.crps_nt.model_interval.low, scores.crps_nt.model);
  EXPECT_GT(scores.crps_nt.model_interval.high, scores.crps_nt.model);
  // Climatology is a normal distribution of 41.2 nT. The errors of persistence have 22.4 nT, and less in a
  // class of last values.
  EXPECT_NEAR(scores.crps_nt.climatology.score, std::hypot(40, 10) / std::sqrt(M_PI), 0.3);
  EXPECT_LT(scores.crps_nt.persistence.score, std::hypot(20, 10) / std::sqrt(M_PI));
  EXPECT_GT(scores.crps_nt.persistence.score, 0.9 * std::hypot(20, 10) / std::sqrt(M_PI));
  EXPECT_GT(scores.crps_nt.persistence.skill, 0.5);
  EXPECT_LT(scores.pit.deviation, 0.03);
  EXPECT_NEAR(scores.pit.mean, 0.5, 0.01);
  EXPECT_NEAR(scores.pit.spread, 1, 0.03);
  EXPECT_NEAR(std::accumulate(scores.pit.shares.begin(), scores.pit.shares.end(), 0.0), 1, 1e-9);
  for (const auto& event : scores.events) EXPECT_LT(event.reliability, 0.001) << event.threshold_nt;
}

TEST(ChanceScores, PunishAnOverconfidentAndATimidForecast) {
  const auto right = scores_of(1), narrow = scores_of(0.4), wide = scores_of(2.5);
  for (const auto* wrong : {&narrow, &wide}) {
    EXPECT_GT(wrong->crps_nt.model, right.crps_nt.model);
    EXPECT_GT(wrong->winkler_nt.model, right.winkler_nt.model);
    EXPECT_GT(wrong->pit.deviation, right.pit.deviation + 0.1);
    EXPECT_GT(wrong->events[1].reliability, right.events[1].reliability);
  }
  EXPECT_GT(narrow.pit.spread, 1.3);
  EXPECT_LT(wide.pit.spread, 0.7);
}

TEST(ChanceScores, OfAClimatologicalForecastHaveNoSkillOverClimatology) {
  auto table = drawn_table(1);
  auto& lead = table.leads[0];
  lead.forecast_nt.assign(20000, -60);
  lead.q50_nt = lead.forecast_nt;
  const float half = static_cast<float>(1.6448536 * std::hypot(40, 10));
  lead.q05_nt.assign(20000, -60 - half);
  lead.q95_nt.assign(20000, -60 + half);
  const auto scores = verify(table).leads[0].chances.value();
  EXPECT_NEAR(scores.crps_nt.climatology.skill, 0, 0.01);
  EXPECT_NEAR(scores.winkler_nt.climatology.skill, 0, 0.02);
  for (std::size_t t = 0; t < 3; ++t) {
    EXPECT_NEAR(scores.events[t].brier.climatology.skill, 0, 0.01);
    EXPECT_NEAR(scores.events[t].resolution, 0, 1e-9);
    EXPECT_EQ(scores.events[t].roc.area, 0.5);
  }
}

TEST(ChanceScores, NeedABand) {
  auto table = drawn_table(1);
  auto& lead = table.leads[0];
  lead.q05_nt = lead.q50_nt = lead.q95_nt = {};
  EXPECT_FALSE(verify(table).leads[0].chances);
}

TEST(Pit, CountsEachTenth) {
  auto table = drawn_table(1);
  auto& lead = table.leads[0];
  lead.observed_nt = lead.forecast_nt;
  for (std::size_t i = 0; i < 5000; ++i) lead.observed_nt[i] -= 1000;
  const auto pit = verify(table).leads[0].chances->pit;
  EXPECT_EQ(pit.shares[0], 0.25);
  EXPECT_EQ(pit.shares[5], 0.75) << "the median opens the upper half";
  EXPECT_NEAR(pit.deviation, 8 * 0.1 + 0.15 + 0.65, 1e-12);
  EXPECT_NEAR(pit.mean, 0.375, 1e-12);
}

TEST(Coverage, IsCountedInEachGroup) {
  auto table = drawn_table(1);
  auto& lead = table.leads[0];
  lead.observed_nt = lead.forecast_nt;
  for (std::size_t i = 0; i < 20000; i += 4) lead.observed_nt[i] -= 1000;  // half of the main phase
  const auto groups = verify(table).leads[0].chances->coverage;
  ASSERT_GE(groups.size(), 2U);
  EXPECT_EQ(groups[0].by, "phase");
  EXPECT_EQ(groups[0].name, "main");
  EXPECT_EQ(groups[0].samples, 10000U);
  EXPECT_EQ(groups[0].coverage, 0.5);
  EXPECT_EQ(groups[0].share_below, 0.5);
  EXPECT_EQ(groups[0].share_above, 0);
  EXPECT_NEAR(groups[0].mean_width_nt, 2 * 16.448536, 1e-3);
  EXPECT_LE(groups[0].coverage_interval.low, 0.5);
  EXPECT_GE(groups[0].coverage_interval.high, 0.5);
  EXPECT_EQ(groups[1].coverage, 1);
  lead.lateness.assign(20000, Minutes{5});
  lead.lateness[3] = Minutes{60};
  lead.lateness[7] = Minutes{361};
  const auto by_lateness = verify(table).leads[0].chances->coverage;
  ASSERT_GE(by_lateness.size(), groups.size() + 3);
  EXPECT_EQ(by_lateness.end()[-3].samples, 19998U);
  EXPECT_EQ(by_lateness.end()[-2].name, "up to 1h");
  EXPECT_EQ(by_lateness.end()[-1].by, "lateness");
  EXPECT_EQ(by_lateness.end()[-1].name, "over 6h");
  std::size_t observed = 0, forecast = 0;
  for (const auto& group : groups) {
    if (group.by == "observed") observed += group.samples;
    if (group.by == "forecast") forecast += group.samples;
  }
  EXPECT_EQ(observed, 20000U);
  EXPECT_EQ(forecast, 20000U);
}

TEST(ChanceScores, OfTheBandAreGivenByTheDriveOfTheWind) {
  auto table = testing::banded(5);
  auto& lead = table.leads[0];
  for (std::size_t i = 0; i < lead.issue_time.size(); ++i) {
    lead.drive_mv_m.push_back(i < 10 ? 0.5F : i < 40 ? 1.F : i < 60 ? 4.F : i < 90 ? 6.F : missing);
    if (i >= 60) lead.observed_nt[i] -= 100;  // far below its band
  }
  std::vector<std::pair<std::string, std::size_t>> groups;
  const auto scores = verify(table).leads[0].chances.value();
  for (const auto& group : scores.coverage)
    if (group.by == "drive") {
      groups.emplace_back(group.name, group.samples);
      EXPECT_EQ(group.coverage, group.name == "over 5 mV/m" ? 0 : 1) << group.name;
    }
  EXPECT_EQ(groups, (std::vector<std::pair<std::string, std::size_t>>{
                        {"to 0.5 mV/m", 10}, {"to 2 mV/m", 30}, {"to 5 mV/m", 20}, {"over 5 mV/m", 30}}))
      << "where the drive is not known, the sample is in no group";
}

}  // namespace
}  // namespace symh
