#include "verification/bands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "series/series.h"
#include "verification/forecasts_csv.h"
#include "verification/groups.h"
#include "verification/tables.h"

namespace symh {
namespace {

using testing::banded;

TEST(Bands, CoverageWidthAndPinballFollowTheirDefinitions) {
  const auto verification = verify(banded(5.F));
  const auto& band = verification.leads.front().band.value();
  EXPECT_EQ(band.samples, 100U);
  EXPECT_EQ(band.coverage, 1.0);
  EXPECT_NEAR(band.mean_width_nt, 25.0, 1e-4);
  EXPECT_NEAR(band.pinball_nt[0], 0.05 * 10, 1e-4) << "observed 10 nT above the 5 % quantile";
  EXPECT_NEAR(band.pinball_nt[1], 0.5 * 10, 1e-4);
  EXPECT_NEAR(band.pinball_nt[2], 0.05 * 15, 1e-4) << "observed 15 nT below the 95 % quantile";
  EXPECT_EQ(band.share_below[0], 0.0);
  EXPECT_EQ(band.share_below[2], 1.0);
  EXPECT_EQ(band.storm_samples, 1U) << "-100 nT alone";
}

TEST(Bands, ObservationsOutsideCount) {
  auto table = banded(5.F);
  for (std::size_t i = 0; i < 25; ++i) table.leads[0].q05_nt[i] = table.leads[0].observed_nt[i] + 1;
  EXPECT_NEAR(verify(table).leads.front().band->coverage, 0.75, 1e-9);
  EXPECT_NEAR(verify(table).leads.front().band->share_below[0], 0.25, 1e-9);
}

TEST(Bands, AreAbsentWithoutQuantilesAndMissingOnesDoNotCount) {
  auto table = banded(5.F);
  table.leads[0].q95_nt[3] = missing;
  EXPECT_EQ(verify(table).leads.front().band->samples, 99U);
  for (auto* quantile : {&table.leads[0].q05_nt, &table.leads[0].q50_nt, &table.leads[0].q95_nt})
    quantile->clear();
  EXPECT_FALSE(verify(table).leads.front().band.has_value());
}

TEST(Groups, ScoreEachPhaseAndLevelApart) {
  auto table = banded(5.F);
  auto& lead = table.leads[0];
  lead.phase.assign(100, StormPhase::quiet);
  for (std::size_t i = 49; i < 80; ++i) lead.phase[i] = StormPhase::main;
  for (std::size_t i = 80; i < 100; ++i) lead.phase[i] = StormPhase::recovery;
  for (std::size_t i = 49; i < 80; ++i) lead.forecast_nt[i] += 10;
  std::map<std::string, const GroupScores*> by_name;
  const auto verification = verify(table);
  for (const auto& group : verification.leads[0].groups) by_name[group.by + group.name] = &group;
  EXPECT_EQ(by_name.at("phasemain")->model.samples, 31U);
  EXPECT_NEAR(by_name.at("phasemain")->model.at("rmse"), 20, 1e-4);
  EXPECT_NEAR(by_name.at("phaserecovery")->model.at("rmse"), 10, 1e-4);
  EXPECT_EQ(by_name.at("levelquiet")->model.samples, 49U);
  EXPECT_EQ(by_name.at("levelmoderate")->model.samples, 50U);
  EXPECT_EQ(by_name.at("levelintense")->model.samples, 1U);
  EXPECT_FALSE(by_name.contains("levelsuperstorm")) << "nothing was observed there";
}

TEST(Bands, StandInTheForecastsCsv) {
  const auto csv = forecasts_csv(banded(5.F));
  EXPECT_THAT(csv, ::testing::HasSubstr("persistence_nt,q05_nt,q50_nt,q95_nt\n"));
  EXPECT_THAT(csv, ::testing::HasSubstr(",9.000,-1.000,0.000,-11.000,9.000,14.000\n"));
}

}  // namespace
}  // namespace symh
