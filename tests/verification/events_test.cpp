#include "verification/events.h"

#include <gtest/gtest.h>

#include <cmath>

#include "verification/tables.h"

namespace symh {
namespace {

/// Samples in `blocks` blocks, one after the other in turn.
Bootstrap blocks_of(std::size_t samples, std::uint32_t blocks, int draws = 200) {
  std::vector<std::uint32_t> block;
  for (std::size_t i = 0; i < samples; ++i) block.push_back(static_cast<std::uint32_t>(i) % blocks);
  return {block, draws, 1};
}

/// The same chances for each threshold, with a reference that always says `usual`.
std::vector<EventScores> scores_of(const std::vector<float>& observed, const std::vector<double>& chance,
                                   double usual) {
  ChanceForecasts model, reference;
  model.chance.fill(chance);
  reference.chance.fill(std::vector<double>(chance.size(), usual));
  return score_events(blocks_of(chance.size(), 5), observed, model, reference, reference);
}

TEST(Events, FollowTheFormulasOnASmallCase) {
  // At or below -50 nT, which is event_thresholds_nt[1]: yes, no, yes, no.
  const auto scores = scores_of({-60, -40, -51, -10}, {0.85, 0.25, 0.25, 0.005}, 0.5)[1];
  EXPECT_EQ(scores.threshold_nt, -50.F);
  EXPECT_EQ(scores.samples, 4U);
  EXPECT_EQ(scores.events, 2U);
  const double brier = (0.15 * 0.15 + 0.25 * 0.25 + 0.75 * 0.75 + 0.005 * 0.005) / 4;
  EXPECT_NEAR(scores.brier.model, brier, 1e-12);
  EXPECT_NEAR(scores.brier.climatology.score, 0.25, 1e-12);
  EXPECT_NEAR(scores.brier.climatology.skill, 1 - brier / 0.25, 1e-12);
  EXPECT_NEAR(scores.uncertainty, 0.25, 1e-12);
  // Three bins: 0.85 (1 of 1 came true), 0.25 (1 of 2), 0.005 (0 of 1).
  EXPECT_NEAR(scores.reliability, (0.15 * 0.15 + 2 * 0.25 * 0.25 + 0.005 * 0.005) / 4, 1e-12);
  EXPECT_NEAR(scores.resolution, (0.25 + 0 + 0.25) / 4, 1e-12);
  EXPECT_NEAR(scores.reliability - scores.resolution + scores.uncertainty, brier, 1e-12)
      << "no chances vary within a bin";
  // Pairs of an event and another sample: 3 in the right order, one tie.
  EXPECT_NEAR(scores.roc.area, 3.5 / 4, 1e-12);
  EXPECT_EQ(scores.persistence_roc_area, 0.5) << "one chance for all";
  ASSERT_EQ(scores.bins.size(), 3U);
  EXPECT_EQ(scores.bins[1].samples, 2U);
  EXPECT_EQ(scores.bins[1].from, 0.2);
  EXPECT_EQ(scores.bins[1].observed_share, 0.5);
}

TEST(Events, APerfectForecastHasNoReliabilityTermAndAllTheResolution) {
  std::vector<float> observed;
  std::vector<double> chance;
  for (int i = 0; i < 100; ++i) {
    observed.push_back(i % 4 == 0 ? -60 : -40);
    chance.push_back(i % 4 == 0 ? 1 : 0);
  }
  const auto scores = scores_of(observed, chance, 0.25)[1];
  EXPECT_EQ(scores.brier.model, 0);
  EXPECT_EQ(scores.brier.climatology.skill, 1);
  EXPECT_EQ(scores.reliability, 0);
  EXPECT_NEAR(scores.resolution, scores.uncertainty, 1e-12);
  EXPECT_EQ(scores.roc.area, 1);
}

TEST(Events, AnOverconfidentForecastLosesReliabilityOnly) {
  std::vector<float> observed;
  std::vector<double> calibrated, overconfident;
  for (int i = 0; i < 1000; ++i) {
    const bool likely = i % 2 == 0, event = likely ? i % 10 != 0 : i % 10 == 1;  // 4 of 5, 1 of 5
    observed.push_back(event ? -60 : -40);
    calibrated.push_back(likely ? 0.8 : 0.2);
    overconfident.push_back(likely ? 0.97 : 0.03);
  }
  const auto good = scores_of(observed, calibrated, 0.5)[1], bad = scores_of(observed, overconfident, 0.5)[1];
  EXPECT_NEAR(good.reliability, 0, 1e-12);
  EXPECT_NEAR(bad.reliability, 0.17 * 0.17, 1e-12);
  EXPECT_NEAR(bad.resolution, good.resolution, 1e-12);
  EXPECT_NEAR(bad.roc.area, good.roc.area, 1e-12);
  EXPECT_GT(bad.brier.model, good.brier.model);
}

TEST(Events, ThatNeverHappenHaveNoRocAndNoSkill) {
  const auto scores = scores_of({-60, -40, -51, -10}, {0, 0, 0, 0}, 0)[3];
  EXPECT_EQ(scores.events, 0U);
  EXPECT_TRUE(std::isnan(scores.roc.area));
  EXPECT_TRUE(scores.roc.points.empty());
  EXPECT_TRUE(std::isnan(scores.brier.climatology.skill));
  EXPECT_EQ(scores.uncertainty, 0);
}

TEST(Roc, PointsReachFromNoAlarmToOnlyAlarmsAndTheIntervalHoldsTheArea) {
  std::vector<double> chance;
  std::vector<bool> event;
  for (int i = 0; i < 3000; ++i) {
    const double x = std::fmod(i * 0.6180339887, 1.0);
    chance.push_back(x);
    event.push_back(std::fmod(i * 0.7548776662, 1.0) < x);
  }
  const auto roc = score_roc(blocks_of(3000, 40), chance, event);
  EXPECT_NEAR(roc.area, 5.0 / 6, 0.01) << "events have the density 2x, the others 2 (1 - x)";
  EXPECT_LT(roc.area_interval.low, roc.area);
  EXPECT_GT(roc.area_interval.high, roc.area);
  EXPECT_LE(roc.points.size(), 101U);
  EXPECT_EQ(roc.points.front().detection_rate, 0);
  EXPECT_EQ(roc.points.back().detection_rate, 1);
  EXPECT_EQ(roc.points.back().false_alarm_rate, 1);
  double area = 0;
  for (std::size_t i = 1; i < roc.points.size(); ++i) {
    EXPECT_GE(roc.points[i].detection_rate, roc.points[i - 1].detection_rate);
    area += (roc.points[i].false_alarm_rate - roc.points[i - 1].false_alarm_rate) *
            (roc.points[i].detection_rate + roc.points[i - 1].detection_rate) / 2;
  }
  EXPECT_NEAR(area, roc.area, 0.0005);
}

}  // namespace
}  // namespace symh
