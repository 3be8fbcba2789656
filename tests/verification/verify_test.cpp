#include "verification/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace symh {
namespace {

TEST(Scores, FollowTheirFormulas) {
  const auto s = score({-10, -20, -30, -40}, {-12, -18, -33, -41});
  EXPECT_EQ(s.samples, 4U);
  EXPECT_NEAR(s.at("rmse"), std::sqrt((4 + 4 + 9 + 1) / 4.0), 1e-6);
  EXPECT_NEAR(s.at("mae"), 2.0, 1e-6);
  EXPECT_NEAR(s.at("bias"), -1.0, 1e-6);
  EXPECT_NEAR(s.at("r2"), 1.0 - 18.0 / 500.0, 1e-6);
  EXPECT_NEAR(s.at("bfe"), 2.0, 1e-6) << "one sample in each 10-nT bin";
}

TEST(Thresholds, CountEventsAtOrBelow) {
  const auto t = score_threshold({-50, -60, -10, -20, -55}, {-51, -40, -70, -20, -80}, -50);
  EXPECT_EQ(t.hits, 2U);
  EXPECT_EQ(t.misses, 1U);
  EXPECT_EQ(t.false_alarms, 1U);
  EXPECT_EQ(t.correct_negatives, 1U);
  EXPECT_NEAR(t.pod, 2.0 / 3, 1e-9);
  EXPECT_NEAR(t.far, 1.0 / 3, 1e-9);
  EXPECT_NEAR(t.true_skill, 2.0 / 3 - 0.5, 1e-9);
  EXPECT_NEAR(t.heidke, 2.0 * (2 * 1 - 1 * 1) / ((2 + 1) * (1 + 1) + (2 + 1) * (1 + 1)), 1e-9);
}

TEST(Sedi, FollowsItsFormulaAndIsUndefinedAtTheEdges) {
  // H = 3/4, F = 1/100.
  const double log_f = std::log(0.01), log_h = std::log(0.75), no_f = std::log(0.99), no_h = std::log(0.25);
  EXPECT_NEAR(sedi(3, 1, 1, 99), (log_f - log_h - no_f + no_h) / (log_f + log_h + no_f + no_h), 1e-12);
  EXPECT_NEAR(sedi(2, 6, 25, 75), 0, 1e-12) << "a guess";
  EXPECT_TRUE(std::isnan(sedi(0, 4, 1, 99)));
  EXPECT_TRUE(std::isnan(sedi(3, 1, 0, 99)));
  EXPECT_NEAR(score_threshold({-50, -60, -10, -20, -55}, {-51, -40, -70, -20, -80}, -50).sedi,
              sedi(2, 1, 1, 1), 1e-12);
}

/// A wave observed; the forecast is `forecast(i)`, persistence an hour old.
template <class F>
ForecastTable table_of(F&& forecast) {
  ForecastTable table;
  table.model = "model";
  LeadTimeForecasts lead;
  lead.lead_time = Minutes{60};
  const auto wave = [](int i) { return -60.F + 55.F * std::sin(0.05F * static_cast<float>(i)); };
  for (int i = 0; i < 3000; ++i) {
    lead.issue_time.push_back(make_time(2003, 11, 1) + Minutes{5 * i});
    lead.storm.push_back(-1);
    lead.observed_nt.push_back(wave(i + 12));
    lead.baselines_nt["persistence"].push_back(wave(i));
    lead.forecast_nt.push_back(forecast(wave, i));
  }
  table.leads.push_back(lead);
  return table;
}

TEST(Verify, APerfectForecastHasSkillOneAndPersistenceNone) {
  const auto perfect = verify(table_of([](auto wave, int i) { return wave(i + 12); }));
  EXPECT_NEAR(perfect.leads[0].skill.at("persistence"), 1.0, 1e-9);
  EXPECT_FALSE(perfect.loses_to_persistence());
  const auto copied = verify(table_of([](auto wave, int i) { return wave(i); }));
  EXPECT_NEAR(copied.leads[0].skill.at("persistence"), 0.0, 1e-9);
  EXPECT_EQ(std::abs(copied.leads[0].best_lag_samples), 12) << "a copied last value is found out";
}

TEST(Verify, SaysWhenAModelLosesToPersistence) {
  const auto bad = verify(table_of([](auto wave, int i) { return wave(i) + 30.F; }));
  EXPECT_TRUE(bad.loses_to_persistence());
}

TEST(Verify, CountsWhatIsMissingAndRepeatsItsIntervals) {
  auto table = table_of([](auto wave, int i) { return wave(i + 10); });
  table.leads[0].observed_nt[5] = table.leads[0].forecast_nt[9] = std::nanf("");
  const auto a = verify(table), b = verify(table);
  EXPECT_EQ(a.leads[0].missing, 2U);
  EXPECT_EQ(a.leads[0].model.samples, 2998U);
  EXPECT_EQ(a.leads[0].rmse_interval.low, b.leads[0].rmse_interval.low);
  EXPECT_EQ(a.leads[0].rmse_interval.high, b.leads[0].rmse_interval.high);
  EXPECT_LE(a.leads[0].rmse_interval.low, a.leads[0].model.at("rmse"));
  EXPECT_GE(a.leads[0].rmse_interval.high, a.leads[0].model.at("rmse"));
}

}  // namespace
}  // namespace symh
