#include "verification/chance_forecasts.h"

#include <gtest/gtest.h>

#include <cmath>

#include "verification/tables.h"

namespace symh {
namespace {

using testing::make_table;

/// wave() in four storms of five days, with a band.
ForecastTable four_storms() {
  auto table = make_table(4 * 1440);
  table.storms = {"a", "b", "c", "d"};
  auto& lead = table.leads[0];
  for (std::size_t i = 0; i < lead.storm.size(); ++i) lead.storm[i] = static_cast<int>(i / 1440);
  lead.q05_nt = lead.q50_nt = lead.q95_nt = lead.forecast_nt;
  for (auto& value : lead.q05_nt) value -= 5;
  for (auto& value : lead.q95_nt) value += 5;
  return table;
}

SampleRows all_rows(const LeadTimeForecasts& lead) {
  SampleRows rows;
  for (std::size_t i = 0; i < lead.issue_time.size(); ++i) rows.push_back(i);
  return rows;
}

TEST(WinklerScore, IsTheWidthAndTwentyTimesTheDistanceOutside) {
  EXPECT_NEAR(winkler_score(-100, -80, -90), 20, 1e-12);
  EXPECT_NEAR(winkler_score(-100, -80, -103), 20 + 20 * 3, 1e-12);
  EXPECT_NEAR(winkler_score(-100, -80, -79), 20 + 20, 1e-12);
}

TEST(ChanceForecasts, OfTheReferencesNeverUseTheStormThatIsScored) {
  auto table = four_storms();
  auto& lead = table.leads[0];
  const auto rows = all_rows(lead);
  const auto climatology = chances_of_climatology(lead, rows);
  const auto persistence = chances_of_persistence(lead, rows);
  constexpr std::size_t scored = 1440 + 700;  // a sample of storm b
  for (std::size_t i = 1440; i < 2880; ++i)
    if (i != scored) {
      lead.observed_nt[i] = -400;
      lead.baselines_nt["persistence"][i] = 33;
    }
  const auto climatology_after = chances_of_climatology(lead, rows);
  const auto persistence_after = chances_of_persistence(lead, rows);
  for (const auto& [before, after] :
       {std::pair{&climatology, &climatology_after}, std::pair{&persistence, &persistence_after}}) {
    EXPECT_NEAR(before->crps_nt[scored], after->crps_nt[scored], 1e-9);
    EXPECT_EQ(before->winkler_nt[scored], after->winkler_nt[scored]);
    for (std::size_t t = 0; t < event_thresholds_nt.size(); ++t)
      EXPECT_EQ(before->chance[t][scored], after->chance[t][scored]);
    EXPECT_NE(before->crps_nt[0], after->crps_nt[0]) << "the other storms do use it";
  }
}

TEST(ChanceForecasts, OfPersistenceMoveTheErrorsOfTheSameClassToTheLastValue) {
  ForecastTable table = make_table(200);
  table.storms = {"a", "b"};
  auto& lead = table.leads[0];
  auto& last = lead.baselines_nt["persistence"];
  for (std::size_t i = 0; i < 200; ++i) {
    lead.storm[i] = i < 100 ? 0 : 1;
    const bool deep = i % 2 == 0;
    last[i] = deep ? -120 : -10;
    lead.observed_nt[i] = last[i] + (deep ? 20.F : 2.F) * (i % 4 < 2 ? 1 : -1);  // errors of 20 and of 2 nT
  }
  const auto forecasts = chances_of_persistence(lead, all_rows(lead));
  EXPECT_NEAR(forecasts.crps_nt[0], 20 - 10, 1e-9) << "two equally likely values 40 nT apart, one observed";
  EXPECT_NEAR(forecasts.crps_nt[1], 2 - 1, 1e-9);
  EXPECT_NEAR(forecasts.winkler_nt[0], 40, 1e-6);
  EXPECT_EQ(forecasts.chance[2][0], 1) << "-140 nT and -100 nT are both at or below -100 nT";
  EXPECT_EQ(forecasts.chance[1][0], 1);
  EXPECT_EQ(forecasts.chance[3][0], 0);
  EXPECT_EQ(forecasts.chance[0][1], 0);
}

TEST(ChanceForecasts, AreMissingWithoutALastValueOrAnotherStorm) {
  auto table = four_storms();
  auto& lead = table.leads[0];
  lead.baselines_nt["persistence"].assign(lead.issue_time.size(), NAN);
  EXPECT_TRUE(std::isnan(chances_of_persistence(lead, all_rows(lead)).chance[0][5]));
  lead.storm.assign(lead.issue_time.size(), 0);
  EXPECT_TRUE(std::isnan(chances_of_climatology(lead, all_rows(lead)).crps_nt[5]));
}

TEST(BandedRows, AreThoseWithABand) {
  auto table = four_storms();
  auto& lead = table.leads[0];
  lead.q95_nt[3] = NAN;
  EXPECT_EQ(banded_rows(lead, {1, 3, 4}), (SampleRows{1, 4}));
  lead.q05_nt.clear();
  EXPECT_TRUE(banded_rows(lead, {1, 3, 4}).empty());
}

}  // namespace
}  // namespace symh
