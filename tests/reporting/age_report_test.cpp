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

TEST(AgeReport, OpensWithThePicture) {
  const auto html = age_report(two_ages());
  const auto picture = html.find("RMSE against the age of the index"), table = html.find("<table");
  ASSERT_NE(picture, std::string::npos);
  EXPECT_LT(picture, table);
  EXPECT_THAT(html, HasSubstr("last known value"));
}

}  // namespace
}  // namespace symh
