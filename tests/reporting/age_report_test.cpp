#include "reporting/age_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "reporting/sample_data.h"
#include "reporting/table_json.h"
#include "reporting/table_text.h"

namespace symh {
namespace {

using testing::HasSubstr;

std::vector<AgedScores> two_ages() {
  const auto fresh = test::sample_verification(test::sample_table());
  return {{Minutes{0}, fresh}, {Minutes{180}, fresh}};
}

TEST(AgeReport, HasARowForEachAgeAndLeadTime) {
  const auto ages = two_ages();
  const auto leads = ages.front().scores.leads.size();
  const auto json = to_json(age_table(ages));
  ASSERT_EQ(json.size(), 2 * leads);
  EXPECT_EQ(json[0].at("index_age_minutes"), 0);
  EXPECT_EQ(json[leads].at("index_age_minutes"), 180);
  EXPECT_EQ(json[leads].at("lead_time_minutes"), ages[1].scores.leads[0].lead_time.count());
  EXPECT_DOUBLE_EQ(json[0].at("rmse"), ages[0].scores.leads[0].model.at("rmse"));
  EXPECT_DOUBLE_EQ(json[0].at("persistence_rmse"),
                   ages[0].scores.leads[0].baselines.at("persistence").at("rmse"));
}

TEST(AgeReport, MayStepThroughTheAgesOfTheWind) {
  auto ages = two_ages();
  for (auto& age : ages) std::swap(age.age, age.wind_age);
  ages[0].age = ages[1].age = Minutes{60};
  const auto leads = ages.front().scores.leads.size();
  const auto table = age_table(ages, LateInput::wind);
  const auto json = to_json(table);
  EXPECT_EQ(json[0].at("wind_age_minutes"), 0);
  EXPECT_EQ(json[leads].at("wind_age_minutes"), 180);
  EXPECT_EQ(json[leads].at("index_age_minutes"), 60);
  EXPECT_THAT(to_text(table), HasSubstr("\n3h "));
  EXPECT_THAT(table.note, HasSubstr("the index is 1h old"));
  EXPECT_THAT(age_report(ages, LateInput::wind), HasSubstr("RMSE against the age of the solar wind"));
}

TEST(AgeReport, FitsATerminal) {
  const auto text = to_text(age_table(two_ages()));
  EXPECT_THAT(text, HasSubstr("\n0 "));
  EXPECT_THAT(text, HasSubstr("\n3h "));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

/// The same with scores of the lowest value within an hour, whose CRPS is the age in hours + 2 nT.
std::vector<AgedScores> two_ages_with_windows() {
  auto ages = two_ages();
  for (auto& age : ages) {
    auto& window = age.scores.windows.emplace_back();
    window.lead_time = Minutes{60};
    auto& chances = window.chances.emplace();
    chances.samples = 12345;
    chances.crps_nt.model = static_cast<double>(age.age.count()) / 60 + 2;
    chances.crps_nt.persistence = {10, 0.5, {}};
    chances.crps_nt.climatology = {30, 0.8, {}};
    chances.events.resize(event_thresholds_nt.size());
    chances.events[1].brier.model = 0.0123;
    chances.events[2].brier.persistence.skill = 0.321;
  }
  return ages;
}

TEST(AgeReport, HasARowForEachAgeAndWindow) {
  const auto text = to_text(age_window_table(two_ages_with_windows()));
  EXPECT_THAT(text, HasSubstr("by the age of the index"));
  EXPECT_THAT(text, testing::ContainsRegex("\n0 +1h +12345 +2\\.00 +10\\.00 +30\\.00 +0\\.0123 .* 0\\.321"));
  EXPECT_THAT(text, testing::ContainsRegex("\n3h +1h +12345 +5\\.00"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  EXPECT_THAT(age_report(two_ages_with_windows()), HasSubstr("The lowest value within a time"));
  EXPECT_TRUE(age_window_table(two_ages()).rows.empty());
}

TEST(AgeReport, JsonHasTheLowestValueUpToALeadTime) {
  const auto ages = two_ages_with_windows();
  const auto json = to_json(age_table(ages));
  for (const auto& row : json) {
    ASSERT_EQ(row.contains("within_crps"), row.at("lead_time_minutes") == 60) << row.dump();
    if (!row.contains("within_crps")) continue;
    EXPECT_EQ(row.at("within_crps"), row.at("index_age_minutes").get<double>() / 60 + 2);
    EXPECT_EQ(row.at("within_persistence_crps"), 10);
    EXPECT_EQ(row.at("within_crps_skill"), 0.5);
    EXPECT_EQ(row.at("within_brier_50"), 0.0123);
    EXPECT_EQ(row.at("within_brier_skill_100"), 0.321);
  }
}

TEST(AgeReport, OpensWithThePicture) {
  const auto html = age_report(two_ages());
  const auto picture = html.find("RMSE against the age of the index"), table = html.find("<table");
  ASSERT_NE(picture, std::string::npos);
  EXPECT_LT(picture, table);
  EXPECT_THAT(html, HasSubstr("last known value"));
}

}  // namespace
}  // namespace symh
