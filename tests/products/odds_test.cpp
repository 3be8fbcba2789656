#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "products/check.h"
#include "products/forecast_formats.h"
#include "products/odds_json.h"
#include "products/odds_text.h"
#include "trajectories/error_paths.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time issue = make_time(2003, 11, 20, 16, 5);

/// Six hours of a storm that deepens, with trajectories.
IssuedForecast storm(double start_nt, double end_nt) {
  IssuedForecast forecast;
  forecast.model = "late";
  forecast.target = "sym_h";
  forecast.issue_time = issue;
  forecast.last_nt = static_cast<float>(start_nt);
  forecast.last_observed = issue;
  std::vector<Marginal> marginals{{Minutes{0}, start_nt, start_nt, start_nt}};
  DrawnFrom from{Frame({marginals.front(), {Minutes{5}, 0, 0, 0}}, Minutes{5}), {}};
  for (int hour = 1; hour <= 6; ++hour) {
    const double value_nt = start_nt + (end_nt - start_nt) * hour / 6;
    marginals.push_back({Minutes{60 * hour}, value_nt, value_nt - 12 * hour, value_nt + 9 * hour});
    from.lead_steps.push_back(static_cast<std::size_t>(12 * hour));
  }
  from.frame = Frame(marginals, Minutes{5});
  forecast.trajectories = draw_trajectories(from, assumed_errors(73, Minutes{5}), issue, 1);
  forecast.odds = count_odds(*forecast.trajectories);
  for (int hour = 1; hour <= 6; ++hour) {
    const auto& of = marginals[static_cast<std::size_t>(hour)];
    const auto odds = lead_odds(*forecast.trajectories, of.after);
    forecast.leads.push_back({of.after,
                              issue + of.after,
                              static_cast<float>(of.value_nt),
                              static_cast<float>(odds.quantiles_nt.front()),
                              static_cast<float>(odds.quantiles_nt.back()),
                              {},
                              forecast.last_nt,
                              odds});
  }
  return forecast;
}

double level_chance(const nlohmann::json& lead, const char* level) {
  return lead.at("level_probabilities").at(level);
}

TEST(OddsJson, FitTheSchemaAndAreReadBackToTheLastDigit) {
  for (const double end_nt : {-320.0, -60.0, 10.0}) {
    const auto forecast = storm(-40, end_nt);
    const auto json = checked_json(forecast, issue + Minutes{3});
    const auto read = read_odds(nlohmann::json::parse(json.dump()));
    ASSERT_TRUE(read);
    EXPECT_EQ(odds_json(*read), odds_json(*forecast.odds));
    EXPECT_EQ(read->issue_time, issue);
  }
  EXPECT_FALSE(read_odds(nlohmann::json::object()));
}

TEST(OddsJson, NoTwoNumbersOfAProductContradictEachOther) {
  for (const double end_nt : {-320.0, -110.0, -60.0, -45.0, 10.0}) {
    const auto json = checked_json(storm(-40, end_nt), issue);
    const auto& odds = json.at("odds");
    for (const auto& lead : json.at("forecasts")) {
      const double at_50 =
          level_chance(lead, "moderate") + level_chance(lead, "intense") + level_chance(lead, "superstorm");
      EXPECT_NEAR(level_chance(lead, "quiet") + at_50, 1, 1e-12);
      double last = lead.at("q05_nt");
      for (const auto* key : {"q10_nt", "q25_nt", "q50_nt", "q75_nt", "q90_nt", "q95_nt"}) {
        EXPECT_LE(last, lead.at(key).get<double>()) << key;
        last = lead.at(key);
      }
      // A quantile on one side of a level says on which side of its share the chance lies.
      EXPECT_EQ(lead.at("q25_nt").get<double>() <= -50, at_50 >= 0.25) << lead.dump();
      EXPECT_EQ(lead.at("q95_nt").get<double>() <= -50, at_50 >= 0.95) << lead.dump();
      for (const auto& minimum : odds.at("minimum")) {
        if (minimum.at("within_minutes") < lead.at("lead_time_minutes")) continue;
        EXPECT_GE(minimum.at("at_or_below")[1].at("probability").get<double>(), at_50 - 1e-12)
            << "who is at -50 nT then has fallen to it by then";
        EXPECT_LE(minimum.at("q05_nt").get<double>(), lead.at("q05_nt").get<double>() + 1e-3);
        EXPECT_LE(minimum.at("q95_nt").get<double>(), lead.at("q95_nt").get<double>() + 1e-3);
      }
    }
    const auto& longest = odds.at("minimum").back();
    for (std::size_t t = 0; t < 4; ++t)
      EXPECT_EQ(longest.at("at_or_below")[t].at("probability"), odds.at("onset")[t].at("probability"));
    EXPECT_NEAR(odds.at("all_clear").at("probability").get<double>() +
                    odds.at("onset")[1].at("probability").get<double>(),
                1, 1e-12);
    for (std::size_t w = 0; w + 1 < odds.at("minimum").size(); ++w)
      EXPECT_GE(odds.at("minimum")[w].at("expected_nt").get<double>(),
                odds.at("minimum")[w + 1].at("expected_nt").get<double>());
  }
}

TEST(OddsText, FitsEightyColumnsAndSaysTheNumbersOfTheProduct) {
  const auto forecast = storm(-40, -320);
  const auto text = to_text(forecast, issue);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  EXPECT_THAT(text, HasSubstr("chance that it falls to"));
  const auto& hours = forecast.odds->minimum.back();
  EXPECT_THAT(text, HasSubstr(chance_text(hours.at_or_below[2])));
  EXPECT_THAT(text, HasSubstr("chance that it stays above -50 nT for 6h: "));
  auto without = forecast;
  without.odds.reset();
  EXPECT_THAT(to_text(without, issue), Not(HasSubstr("chance")));
}

TEST(OddsText, FitsEightyColumnsWhereTheDayChanges) {
  Odds odds;
  odds.issue_time = make_time(2003, 11, 20, 23, 0);
  MinimumOdds day;
  day.within = Minutes{1440};
  day.mean_nt = day.q05_nt = -1243;
  day.q95_nt = -398;
  day.when = {odds.issue_time, odds.issue_time + Minutes{90}, odds.issue_time + Minutes{1440}};
  day.at_or_below = {1, 1, 1, 1};
  odds.minimum.push_back(day);
  day.when.q05 = odds.issue_time + Minutes{75};
  odds.minimum.push_back(day);
  const auto text = to_text(std::optional(odds));
  EXPECT_THAT(text, HasSubstr("[-1243, -398] 23:00 to +1d 23:00\n"));
  EXPECT_THAT(text, HasSubstr("[-1243, -398] +1d 00:15 to 23:00\n"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(ChanceText, TellsNoChanceAsNeverOrAlways) {
  EXPECT_EQ(chance_text(0), "< 1 %");
  EXPECT_EQ(chance_text(0.005), "< 1 %");
  EXPECT_EQ(chance_text(0.01), "1 %");
  EXPECT_EQ(chance_text(0.355), "36 %");
  EXPECT_EQ(chance_text(0.99), "99 %");
  EXPECT_EQ(chance_text(1), "> 99 %");
}

TEST(OddsCsv, HasTheQuantilesOfTheMembers) {
  const auto forecast = storm(-40, -120);
  EXPECT_THAT(to_csv(forecast), HasSubstr(",q05_nt,q95_nt,q10_nt,q25_nt,q50_nt,q75_nt,q90_nt,model,"));
}

}  // namespace
}  // namespace symh
