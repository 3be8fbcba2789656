#include "verification/cycle_climatology.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "verification/chance_scores.h"
#include "verification/tables.h"
#include "verification/verify.h"

namespace symh {
namespace {

/// One storm: where it begins, and what was observed hour by hour.
struct Storm {
  Time start;
  std::vector<float> observed_nt;
};

LeadTimeForecasts day_ahead(const std::vector<Storm>& storms) {
  LeadTimeForecasts lead;
  lead.lead_time = Minutes{24 * 60};
  auto& persistence = lead.baselines_nt["persistence"];
  for (std::size_t s = 0; s < storms.size(); ++s)
    for (std::size_t i = 0; i < storms[s].observed_nt.size(); ++i) {
      const float observed = storms[s].observed_nt[i];
      lead.issue_time.push_back(storms[s].start + Minutes{60} * static_cast<long>(i));
      lead.storm.push_back(static_cast<int>(s));
      lead.observed_nt.push_back(observed);
      lead.forecast_nt.push_back(observed + 5);
      lead.q05_nt.push_back(observed - 20);
      lead.q50_nt.push_back(observed + 5);
      lead.q95_nt.push_back(observed + 30);
      persistence.push_back(0.F);
    }
  return lead;
}

ChanceForecasts climatology(const LeadTimeForecasts& lead) {
  SampleRows rows(lead.issue_time.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return chances_of_cycle_climatology(lead, rows);
}

const Time equinox = make_time(2000, 3, 21), solstice = make_time(2000, 6, 21);

TEST(CycleClimatology, OfOneSeasonIsThatOfAllOtherStorms) {
  const auto lead =
      day_ahead({{equinox, {-20, -60, -110}}, {equinox, {-30, -45}}, {equinox, {-270, -90, -55}}});
  SampleRows rows(lead.issue_time.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const auto plain = chances_of_climatology(lead, rows), near = climatology(lead);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_NEAR(near.crps_nt[i], plain.crps_nt[i], 1e-6);
    EXPECT_NEAR(near.winkler_nt[i], plain.winkler_nt[i], 1e-6);
    for (std::size_t t = 0; t < event_thresholds_nt.size(); ++t)
      EXPECT_NEAR(near.chance[t][i], plain.chance[t][i], 1e-9);
  }
}

TEST(CycleClimatology, AStormNearInSeasonWeighsMore) {
  const auto near = climatology(day_ahead({{equinox, {0}}, {equinox, {-60}}, {solstice, {-10}}}));
  // The solstice is 92 days away: exp(-(92 / 45)^2 / 2) = 0.124; a tenth is added to each weight. The phase
  // of the cycle differs by 92 days too, 0.023 turns: exp(-(0.023 / 0.15)^2 / 2) = 0.988.
  const double far_weight = 0.1 + 0.124 * 0.988, near_weight = 1.1;
  EXPECT_NEAR(near.chance[1][0], near_weight / (near_weight + far_weight), 0.002) << "at or below -50 nT";
  EXPECT_NEAR(near.chance[1][1], 0, 1e-12) << "a storm is not in its own climatology";
  const double share = far_weight / (near_weight + far_weight);  // of -10 nT; -60 nT has the rest
  EXPECT_NEAR(near.crps_nt[0], share * 10 + (1 - share) * 60 - share * (1 - share) * 50, 0.05);
}

TEST(CycleClimatology, AStormNearInTheCycleWeighsMore) {
  const auto maximum = make_time(2001, 10, 1), next_maximum = make_time(2014, 10, 1),
             minimum = make_time(2008, 10, 1);
  const auto near = climatology(day_ahead({{maximum, {0}}, {next_maximum, {-60}}, {minimum, {-10}}}));
  EXPECT_GT(near.chance[1][0], 0.8) << "the maximum of the next cycle";
  const auto turned = climatology(day_ahead({{maximum, {0}}, {next_maximum, {-10}}, {minimum, {-60}}}));
  EXPECT_LT(turned.chance[1][0], 0.2);
}

TEST(CycleClimatology, IsTheReferenceOfADayAheadAlone) {
  ForecastTable table;
  table.model = "toy";
  table.storms = {"a", "b", "c"};
  table.leads = {day_ahead({{equinox, {-5, -6}}, {equinox, {-60, -61}}, {solstice, {-10, -11}}})};
  const auto day = verify(table).leads[0].chances.value();
  const auto near = climatology(table.leads[0]);
  EXPECT_DOUBLE_EQ(day.crps_nt.climatology.score, mean_of(near.crps_nt));
  table.leads[0].lead_time = Minutes{12 * 60};
  const auto half_day = verify(table).leads[0].chances.value();
  EXPECT_GT(std::abs(half_day.crps_nt.climatology.score - mean_of(near.crps_nt)), 0.1);
}

TEST(CycleClimatology, OfConstantValuesIsSureAndNotBetterThanThat) {
  std::vector<Storm> storms;
  for (int s = 0; s < 9; ++s)
    storms.push_back({equinox + Minutes{1440 * 20 * s}, std::vector<float>(50, -7.3F)});
  for (const double crps : climatology(day_ahead(storms)).crps_nt) {
    EXPECT_GE(crps, 0);
    EXPECT_LT(crps, 1e-9);
  }
}

TEST(CycleClimatology, WithoutAnotherStormSaysNothing) {
  const auto near = climatology(day_ahead({{equinox, {-5, -6}}}));
  EXPECT_TRUE(std::isnan(near.crps_nt[0]));
  EXPECT_TRUE(std::isnan(near.chance[0][1]));
  EXPECT_TRUE(climatology(day_ahead({})).crps_nt.empty());
}

}  // namespace
}  // namespace symh
