#include <gtest/gtest.h>

#include "core/error.h"
#include "verification/lag.h"
#include "verification/tables.h"

namespace symh {
namespace {

using testing::make_table;

TEST(Verify, PersistenceHasNoSkillOverItself) {
  auto table = make_table(2000);
  table.leads[0].forecast_nt = table.leads[0].baselines_nt["persistence"];
  const auto scores = verify(table).leads[0];
  EXPECT_EQ(scores.skill.at("persistence"), 0);
  EXPECT_EQ(scores.skill_interval.at("persistence").low, 0);
  EXPECT_EQ(scores.skill_interval.at("persistence").high, 0);
  EXPECT_FALSE(scores.loses_to_persistence());
}

TEST(Verify, SkillIsOneMinusTheRatioOfMeanSquares) {
  const auto scores = verify(make_table(2000)).leads[0];
  const double ratio = scores.model.at("rmse") / scores.baselines.at("persistence").at("rmse");
  EXPECT_NEAR(scores.skill.at("persistence"), 1 - ratio * ratio, 1e-12);
}

TEST(Verify, CountsMissingSamplesAndScoresAllOnTheSame) {
  auto table = make_table(100);
  auto& lead = table.leads[0];
  lead.observed_nt[3] = missing;
  lead.forecast_nt[3] = missing;
  lead.forecast_nt[10] = missing;
  lead.baselines_nt["persistence"][20] = missing;
  const auto scores = verify(table).leads[0];
  EXPECT_EQ(scores.missing, 3U);
  EXPECT_EQ(scores.model.samples, 97U);
  EXPECT_EQ(scores.baselines.at("persistence").samples, 97U);
}

TEST(Verify, ABaselineWithGapsIsComparedWhereItIs) {
  auto table = make_table(1000);
  auto& lead = table.leads[0];
  auto& gappy = lead.baselines_nt["gappy"] = lead.forecast_nt;
  for (std::size_t i = 0; i < 500; ++i) gappy[i] = missing;
  const auto scores = verify(table).leads[0];
  EXPECT_EQ(scores.model.samples, 1000U);
  EXPECT_EQ(scores.baselines.at("gappy").samples, 500U);
  EXPECT_EQ(scores.skill.at("gappy"), 0);
}

TEST(Verify, LosingToPersistenceIsFound) {
  EXPECT_TRUE(verify(make_table(1000, Minutes{60}, 400)).loses_to_persistence());
  EXPECT_FALSE(verify(make_table(1000)).loses_to_persistence());
}

TEST(Verify, NothingToScoreIsNotAnError) {
  auto table = make_table(10);
  table.leads[0].forecast_nt.assign(10, missing);
  const auto scores = verify(table).leads[0];
  EXPECT_EQ(scores.missing, 10U);
  EXPECT_TRUE(std::isnan(scores.model.at("rmse")));
  EXPECT_TRUE(std::isnan(scores.rmse_interval.low));
}

TEST(Verify, BrokenTablesAndOptionsAreRefused) {
  auto table = make_table(10);
  EXPECT_THROW(verify(table, {.block = Minutes{0}}), UsageError);
  table.leads[0].storm[0] = 0;  // there is no storm
  EXPECT_THROW(verify(table), DataError);
  table = make_table(10);
  table.leads[0].forecast_nt.pop_back();
  EXPECT_THROW(verify(table), DataError);
  table = make_table(10);
  table.leads[0].baselines_nt.clear();
  EXPECT_THROW(verify(table), DataError);
}

TEST(Lag, ACopiedLastValueIsDetected) {
  auto table = make_table(2000, Minutes{120});
  table.leads[0].forecast_nt = table.leads[0].baselines_nt["persistence"];
  const auto scores = verify(table).leads[0];
  EXPECT_EQ(scores.best_lag_samples, 24);
  EXPECT_EQ(scores.best_lag, Minutes{120});
  EXPECT_TRUE(scores.copies_last_value());
}

TEST(Lag, AGoodForecastIsInTime) {
  const auto scores = verify(make_table(2000)).leads[0];
  EXPECT_EQ(scores.best_lag_samples, 0);
  EXPECT_FALSE(scores.copies_last_value());
}

TEST(Lag, LongLeadTimesAreSearchedCoarselyButFoundExactly) {
  auto table = make_table(4000, Minutes{24 * 60});
  auto& lead = table.leads[0];
  for (long i = 0; i < 4000; ++i)
    lead.forecast_nt[static_cast<std::size_t>(i)] = testing::wave(i + 288 - 101);  // 101 samples late
  EXPECT_EQ(best_lag(lead, Minutes{5}), Minutes{505});
}

TEST(Lag, TooFewSamplesSayNothing) { EXPECT_EQ(verify(make_table(5)).leads[0].best_lag_samples, 0); }

TEST(Storms, ScoresAndPeaksOfEachStorm) {
  auto table = make_table(6);
  table.storms = {"one", "two", "unseen"};
  auto& lead = table.leads[0];
  lead.storm = {0, 0, 0, 1, 1, -1};
  lead.observed_nt = {-50, -100, -80, -60, missing, -500};
  lead.forecast_nt = {-50, -70, -90, -61, -300, 0};
  lead.baselines_nt["persistence"] = {-40, -50, -100, -10, -60, 0};
  const auto storms = verify(table).leads[0].storms;
  ASSERT_EQ(storms.size(), 2U);
  EXPECT_EQ(storms[0].storm, "one");
  EXPECT_EQ(storms[0].model.samples, 3U);
  EXPECT_NEAR(storms[0].model.at("rmse"), std::sqrt((0 + 900 + 100) / 3.0), 1e-12);
  EXPECT_EQ(storms[0].peak.observed_minimum_nt, -100);
  EXPECT_EQ(storms[0].peak.forecast_minimum_nt, -90);
  EXPECT_EQ(storms[0].peak.peak_error_nt, 10);
  EXPECT_EQ(storms[0].peak.timing_error_minutes, 5);
  EXPECT_EQ(storms[0].persistence_peak.peak_error_nt, 0);
  EXPECT_EQ(storms[1].model.samples, 1U);
}

TEST(Classes, ConfusionAndProbabilityScores) {
  auto table = make_table(4);
  auto& lead = table.leads[0];
  lead.observed_nt = {-10, -60, -300, -10};
  lead.baselines_nt["persistence"] = {-10, -10, -260, -10};
  lead.level_probabilities = {{0.5F, 0.5F, 0, 0}, {0.25F, 0.75F, 0, 0}, {0, 0, 1, 0}, {}};
  const auto scores = verify(table).leads[0];
  EXPECT_EQ(scores.classified, 3U);
  EXPECT_EQ(scores.confusion[0][0], 1U);
  EXPECT_EQ(scores.confusion[1][1], 1U);
  EXPECT_EQ(scores.confusion[3][2], 1U);
  EXPECT_NEAR(scores.accuracy, 2.0 / 3, 1e-12);
  EXPECT_NEAR(scores.brier, (0.5 + 0.125 + 2) / 3, 1e-12);
  EXPECT_NEAR(scores.cross_entropy, -(std::log(0.5) + std::log(0.75) + std::log(1e-12)) / 3, 1e-9);
  EXPECT_NEAR(scores.persistence_accuracy, 2.0 / 3, 1e-12);
  EXPECT_NEAR(scores.persistence_brier, 2.0 / 3, 1e-12);
}

}  // namespace
}  // namespace symh
