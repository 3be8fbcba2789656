#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "verification/metrics.h"
#include "verification/tables.h"
#include "verification/text_columns.h"

namespace symh {
namespace {

using ::testing::HasSubstr;
using testing::make_table;
using ::testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Everything at once: long names, huge errors, storms, classes, many samples.
ForecastTable awkward_table() {
  auto table = make_table(3000);
  table.model = std::string(120, 'm');
  table.storms = {"2003-11-20 -490 nT", std::string(50, 's')};
  auto& lead = table.leads[0];
  for (std::size_t i = 0; i < 3000; ++i) lead.storm[i] = i < 1000 ? 0 : 1;
  lead.baselines_nt["exponential_recovery"] = lead.forecast_nt;
  lead.baselines_nt["huge"].assign(3000, -1e20F);
  lead.baselines_nt["absent"].assign(3000, missing);
  lead.level_probabilities.assign(3000, {0.25F, 0.25F, 0.25F, 0.25F});
  return table;
}

TEST(Text, FitsEightyColumns) {
  for (const auto& line : lines_of(to_text(verify(awkward_table())))) EXPECT_LE(line.size(), 80U) << line;
  for (const auto& line : lines_of(to_text(verify(make_table(0))))) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Text, CutsNoScoreOff) {
  const auto text = to_text(verify(awkward_table()));
  EXPECT_THAT(text, HasSubstr("pers. = persistence\n"));
  EXPECT_THAT(text, HasSubstr("cross-entropy 1.386\n"));  // ln 4
}

TEST(Text, TablesAreEightyColumnsWide) {
  const auto lines = lines_of(to_text(verify(awkward_table())));
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    if (lines[i] != std::string(80, '-')) continue;
    EXPECT_EQ(lines[i - 1].size(), 80U) << lines[i - 1];
    EXPECT_EQ(lines[i + 1].size(), 80U) << lines[i + 1];
  }
}

TEST(Text, SaysPlainlyWhenItLoses) {
  EXPECT_THAT(to_text(verify(make_table(2000, Minutes{60}, 400))),
              HasSubstr("WARNING: the model loses to persistence at 1h"));
  EXPECT_THAT(to_text(verify(make_table(2000))), Not(HasSubstr("WARNING")));
}

TEST(Text, SaysPlainlyWhenItCopies) {
  auto table = make_table(2000);
  EXPECT_THAT(to_text(verify(table)), Not(HasSubstr("copies the last value")));
  table.leads[0].forecast_nt = table.leads[0].baselines_nt["persistence"];
  EXPECT_THAT(to_text(verify(table)), HasSubstr("copies the last value"));
}

TEST(TextColumns, NumbersAndNamesKeepTheirWidth) {
  EXPECT_EQ(cell(11.604, 7, 2), "  11.60");
  EXPECT_EQ(cell(-1234.6, 7, 2), "  -1235");
  EXPECT_EQ(cell(std::nan(""), 4, 2), "   -");
  EXPECT_EQ(cell(1e20, 6, 2), " 1e+20");
  EXPECT_EQ(name_cell("ridge", 7), "ridge  ");
  EXPECT_EQ(name_cell("exponential_recovery", 18), "exponent._recovery");
  EXPECT_EQ(name_cell("persistence", 6), "persi.");
  EXPECT_EQ(clip("für", 2), "fü");
}

TEST(Json, HasEverythingAndNullForUndefined) {
  const auto json = to_json(verify(awkward_table()));
  const auto& lead = json.at("leads").at(0);
  EXPECT_EQ(lead.at("lead_time_minutes"), 60);
  EXPECT_EQ(lead.at("model").at("samples"), 3000);
  EXPECT_TRUE(lead.at("model").at("rmse_interval").at(0).is_number());
  EXPECT_TRUE(lead.at("baselines").at("absent").at("rmse").is_null());
  EXPECT_TRUE(lead.at("baselines").at("persistence").at("skill").is_number());
  EXPECT_EQ(lead.at("thresholds").size(), 3U);
  EXPECT_EQ(lead.at("storms").at(0).at("storm"), "2003-11-20 -490 nT");
  EXPECT_NEAR(lead.at("storms").at(0).at("baselines").at("exponential_recovery").at("skill").get<double>(), 0,
              1e-9)
      << "the baseline is the forecast itself";
  EXPECT_EQ(lead.at("storms").at(0).at("thresholds").size(), 3U);
  EXPECT_EQ(lead.at("storms").at(0).at("persistence_thresholds").at(0).at("hits").get<int>() +
                lead.at("storms").at(0).at("persistence_thresholds").at(0).at("misses").get<int>(),
            lead.at("storms").at(0).at("thresholds").at(0).at("hits").get<int>() +
                lead.at("storms").at(0).at("thresholds").at(0).at("misses").get<int>());
  EXPECT_EQ(lead.at("classification").at("levels").at(3), "superstorm");
  EXPECT_THAT(json.dump(), Not(HasSubstr("nan")));
}

TEST(Metrics, EachStandsInTheJsonOfModelBaselinesAndStorms) {
  const auto lead = to_json(verify(awkward_table())).at("leads").at(0);
  for (const auto& metric : all_metrics()) {
    const std::string key(metric.key);
    EXPECT_TRUE(lead.at("model").contains(key)) << key;
    EXPECT_TRUE(lead.at("baselines").at("persistence").contains(key)) << key;
    EXPECT_TRUE(lead.at("storms").at(0).at("model").contains(key)) << key;
  }
  EXPECT_THROW(score({}, {}).at("no such metric"), std::out_of_range);
}

TEST(Text, GivesTheScoresAndSkillOfEachStorm) {
  EXPECT_THAT(to_text(verify(awkward_table())), HasSubstr("Storms: scores of the model [nT], and its skill"));
}

TEST(ForecastsCsv, ColumnsOrderAndMissingValues) {
  auto table = make_table(3, Minutes{120});
  auto& late = table.leads[0];
  std::swap(late.issue_time[0], late.issue_time[1]);
  late.forecast_nt = {-2, -1.23456F, missing};
  late.observed_nt = {missing, -4, -5};
  late.baselines_nt["persistence"] = {-6, missing, -8};
  auto early = make_table(1).leads[0];
  early.forecast_nt = {1};
  early.observed_nt = {2};
  early.baselines_nt["persistence"] = {3};
  table.leads.push_back(early);
  EXPECT_EQ(forecasts_csv(table),
            "issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt\n"
            "2003-11-20T00:00:00Z,60,2003-11-20T01:00:00Z,1.000,2.000,3.000\n"
            "2003-11-20T00:00:00Z,120,2003-11-20T02:00:00Z,-1.235,-4.000,\n"
            "2003-11-20T00:05:00Z,120,2003-11-20T02:05:00Z,-2.000,,-6.000\n");
}

}  // namespace
}  // namespace symh
