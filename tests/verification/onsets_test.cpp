#include "verification/onsets.h"

#include <gtest/gtest.h>

#include <cmath>

#include "verification/tables.h"
#include "verification/warnings.h"

namespace symh {
namespace {

using testing::make_table;

constexpr auto lead_time = Minutes{60};

/// A day of samples of 5 minutes, all at -10 nT, an hour ahead; minute 0 is the first valid time.
LeadTimeForecasts calm(int days = 1) {
  LeadTimeForecasts lead;
  lead.lead_time = lead_time;
  for (int i = 0; i < 288 * days; ++i) {
    lead.issue_time.push_back(make_time(2003, 11, 20) + Minutes{5 * i} - lead_time);
    lead.observed_nt.push_back(-10);
    lead.storm.push_back(-1);
  }
  lead.forecast_nt = lead.baselines_nt["persistence"] = lead.observed_nt;
  return lead;
}

/// Lowers the values from minute `from` to minute `to` to -60 nT.
void lower(std::vector<float>& values, int from, int to) {
  for (int minute = from; minute <= to; minute += 5) values[static_cast<std::size_t>(minute / 5)] = -60;
}

Onsets onsets_of(const LeadTimeForecasts& lead) {
  SampleRows rows;
  for (std::size_t i = 0; i < lead.issue_time.size(); ++i) rows.push_back(i);
  return find_onsets(lead, lead.forecast_nt, rows, -50);
}

WarningScores warnings_of(const LeadTimeForecasts& lead) {
  SampleRows rows;
  for (std::size_t i = 0; i < lead.issue_time.size(); ++i) rows.push_back(i);
  return score_warnings(lead, lead.forecast_nt, rows, {100, 1})[1];
}

TEST(Onsets, AreComparedByTheirFirstValues) {
  auto lead = calm();
  lower(lead.observed_nt, 600, 700);
  lower(lead.forecast_nt, 620, 640);
  const auto onsets = onsets_of(lead);
  ASSERT_EQ(onsets.observed.size(), 1U);
  EXPECT_EQ(onsets.observed[0].time, make_time(2003, 11, 20) + Minutes{600});
  EXPECT_EQ(onsets.observed[0].timing_error(), Minutes{20});
  EXPECT_EQ(onsets.forecast_episodes, 1U);
  EXPECT_EQ(onsets.false_alarms, 0U);
}

TEST(Onsets, DipsLessThanSixHoursApartAreOneEpisode) {
  auto lead = calm();
  lower(lead.observed_nt, 300, 320);
  lower(lead.observed_nt, 600, 620);
  EXPECT_EQ(onsets_of(lead).observed.size(), 1U);
  lower(lead.observed_nt, 980, 990);
  EXPECT_EQ(onsets_of(lead).observed.size(), 2U);
}

TEST(Onsets, AreUnknownWhereTheSamplesBegin) {
  auto lead = calm();
  lower(lead.observed_nt, 0, 60);
  lower(lead.forecast_nt, 0, 60);
  const auto onsets = onsets_of(lead);
  EXPECT_TRUE(onsets.observed.empty());
  EXPECT_EQ(onsets.false_alarms, 0U) << "the episode is there all the same";
}

TEST(Onsets, AForecastFurtherAwayThanTheLeadTimeIsAFalseAlarm) {
  auto lead = calm();
  lower(lead.observed_nt, 600, 700);
  lower(lead.forecast_nt, 765, 800);
  const auto onsets = onsets_of(lead);
  EXPECT_FALSE(onsets.observed[0].timing_error());
  EXPECT_EQ(onsets.false_alarms, 1U);
  lower(lead.forecast_nt, 760, 765);
  EXPECT_EQ(onsets_of(lead).observed[0].timing_error(), Minutes{160}) << "within the lead time of its end";
}

TEST(Onsets, AForecastThatWentOnWarnsOfTheNextOneFromSixHoursBefore) {
  auto lead = calm();
  lower(lead.observed_nt, 300, 400);
  lower(lead.observed_nt, 900, 950);
  lower(lead.forecast_nt, 300, 1000);
  const auto onsets = onsets_of(lead);
  ASSERT_EQ(onsets.observed.size(), 2U);
  EXPECT_EQ(onsets.observed[1].timing_error(), Minutes{-360});
}

TEST(Onsets, DoNotDependOnTheOrderOfTheRows) {
  auto lead = calm();
  lower(lead.observed_nt, 600, 700);
  lower(lead.forecast_nt, 620, 640);
  SampleRows rows;
  for (std::size_t i = lead.issue_time.size(); i-- > 0;) rows.push_back(i);
  EXPECT_EQ(find_onsets(lead, lead.forecast_nt, rows, -50).observed[0].timing_error(), Minutes{20});
}

TEST(Warnings, CountFromTheIssueOfTheFirstForecast) {
  auto lead = calm(4);
  lower(lead.observed_nt, 600, 700);  // forecast 20 minutes late: 40 minutes of warning
  lower(lead.forecast_nt, 620, 700);
  lower(lead.observed_nt, 2000, 2100);  // forecast 90 minutes late: late
  lower(lead.forecast_nt, 2090, 2100);
  lower(lead.observed_nt, 3500, 3600);  // missed
  lower(lead.forecast_nt, 5000, 5100);  // false
  const auto scores = warnings_of(lead);
  EXPECT_EQ(scores.threshold_nt, -50.F);
  EXPECT_EQ(scores.onsets, 3U);
  EXPECT_EQ(scores.warned, 1U);
  EXPECT_EQ(scores.late, 1U);
  EXPECT_EQ(scores.missed, 1U);
  EXPECT_EQ(scores.false_alarms, 1U);
  EXPECT_EQ(scores.forecast_episodes, 3U);
  EXPECT_NEAR(scores.share_warned, 1.0 / 3, 1e-12);
  EXPECT_EQ(scores.mean_warning_minutes, 40);
  EXPECT_EQ(scores.mean_timing_error_minutes, 55);
}

TEST(Warnings, PersistenceNeverWarns) {
  auto table = make_table(6000);
  const auto scores = verify(table).leads[0];
  ASSERT_GT(scores.persistence_warnings[1].onsets, 3U);
  EXPECT_EQ(scores.persistence_warnings[1].warned, 0U);
  EXPECT_EQ(scores.persistence_warnings[1].late, scores.persistence_warnings[1].onsets);
  EXPECT_EQ(scores.persistence_warnings[1].mean_timing_error_minutes, 60);
  EXPECT_GT(scores.warnings[1].mean_warning_minutes, 50);
}

TEST(Minima, AreAveragedOverTheStormsThatHaveOne) {
  const auto minima =
      score_minima({{-100, -90, 10, -30}, {-200, -230, -30, 60}, {NAN, NAN, NAN, NAN}}, {200, 1});
  EXPECT_EQ(minima.storms, 2U);
  EXPECT_EQ(minima.mean_timing_error_minutes, 15);
  EXPECT_EQ(minima.mean_absolute_timing_error_minutes, 45);
  EXPECT_EQ(minima.mean_peak_error_nt, -10);
  EXPECT_EQ(minima.mean_absolute_peak_error_nt, 20);
  EXPECT_EQ(minima.mean_absolute_peak_error_interval.low, 10);
  EXPECT_EQ(minima.mean_absolute_peak_error_interval.high, 30);
}

TEST(StormOnsets, BelongToTheStormThatTheEpisodeReaches) {
  auto lead = calm();
  lower(lead.observed_nt, 600, 700);
  lower(lead.forecast_nt, 620, 640);
  for (std::size_t i = 121; i < 150; ++i) lead.storm[i] = 0;  // the onset itself lies before the storm
  ForecastTable table{"model", "sym_h", Minutes{5}, {"a storm"}, {lead}};
  const auto storms = verify(table).leads[0].storms;
  ASSERT_EQ(storms.size(), 1U);
  ASSERT_EQ(storms[0].onsets.size(), 4U);
  EXPECT_EQ(storms[0].onsets[1].threshold_nt, -50.F);
  EXPECT_EQ(storms[0].onsets[1].timing_error_minutes, 20);
  EXPECT_TRUE(std::isnan(storms[0].onsets[2].timing_error_minutes)) << "-100 nT was not reached";
}

}  // namespace
}  // namespace symh
