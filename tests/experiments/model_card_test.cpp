#include "experiments/model_card.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "verification/metrics.h"
#include "verification/tables.h"

namespace symh {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Config toy_config() {
  return parse_config("name = \"toy\"\nsummary = \"A toy.\"\nfolds = 4\n[windows]\nlookback = \"3h\"\n",
                      "test");
}

CardFacts toy_facts() {
  auto table = testing::banded(5.F);
  table.leads[0].baselines_nt["ridge"] = table.leads[0].forecast_nt;
  return {.members = {"a-s1-f1", "b-s1-f1"},
          .first = "2001-01-01T00:00:00Z",
          .last = "2003-11-20T00:00:00Z",
          .files = 3,
          .out_of_fold = verify(table),
          .worth = {{Minutes{60}, {{"a", 0.75, 5.5, 7.25}, {"all", 1, 5.25, std::nan("")}}}},
          .rmse_without_solar_wind_nt = {12.5},
          .when_late = {},
          .raw_feed = {}};
}

std::string interval(const Interval& interval, int decimals) {
  return fmt::format("[{:.{}f}, {:.{}f}]", interval.low, decimals, interval.high, decimals);
}

TEST(ModelCard, SaysWhatARawFeedCosts) {
  auto facts = toy_facts();
  EXPECT_THAT(card_text(toy_config(), facts), Not(HasSubstr("## With a raw real-time feed")));
  EXPECT_FALSE(card_json(toy_config(), facts).contains("rmse_raw_feed_nt"));
  facts.raw_feed = {{Minutes{60}, 90, 5.25, 6.5, 12.75}};
  const auto text = card_text(toy_config(), facts);
  EXPECT_THAT(
      text,
      HasSubstr("\n## With a raw real-time feed\n\nThe same storms, out of fold, at most every half hour"));
  EXPECT_THAT(text, HasSubstr("| 1h | 90 | 5.25 | 6.50 | 12.75 |\n"));
  EXPECT_EQ(card_json(toy_config(), facts).at("rmse_raw_feed_nt")[0], 6.5);
}

TEST(ModelCard, SaysWhatTheModelIsMadeOf) {
  const auto text = card_text(toy_config(), toy_facts());
  EXPECT_THAT(text, ::testing::StartsWith("# toy\n\nA toy.\n\n- Needs: sym_h"));
  EXPECT_THAT(text, HasSubstr("; looks back 3h.\n"));
  EXPECT_THAT(text, HasSubstr("- Trained on 3 files from 2001-01-01T00:00:00Z to 2003-11-20T00:00:00Z;"));
  EXPECT_THAT(text, HasSubstr("2 models, 4 folds.\n"));
  EXPECT_THAT(text, HasSubstr("\n## Limits\n\nThe training storms"));
}

TEST(ModelCard, HasScoresWithIntervalsOfModelAndBaselinesAndTheSkillOverThem) {
  const auto facts = toy_facts();
  const auto& lead = facts.out_of_fold.leads.at(0);
  const auto text = card_text(toy_config(), facts);
  EXPECT_THAT(text, HasSubstr(fmt::format("| 1h | model | 100 | {:.2f} | {} |", lead.model.at("rmse"),
                                          interval(lead.rmse_interval, 2))));
  const auto& persistence = lead.baselines.at("persistence");
  EXPECT_THAT(text, HasSubstr(fmt::format("| 1h | persistence | 100 | {:.2f} |", persistence.at("rmse"))));
  EXPECT_THAT(text, HasSubstr(fmt::format(" {:.2f} |\n", persistence.at("bfe"))));
  for (const auto* name : {"persistence", "ridge"})
    EXPECT_THAT(text, HasSubstr(fmt::format("| 1h | {} | {:.3f} | {} |", name, lead.skill.at(name),
                                            interval(lead.skill_interval.at(name), 3))));
}

TEST(ModelCard, HasAColumnForEveryMetric) {
  const auto text = card_text(toy_config(), toy_facts());
  for (const auto& metric : all_metrics()) EXPECT_THAT(text, HasSubstr(fmt::format("| {}", metric.title)));
}

TEST(ModelCard, HasTheMembersAndTheBand) {
  const auto text = card_text(toy_config(), toy_facts());
  EXPECT_THAT(text, HasSubstr("| RMSE of the others, weighed again |\n"));
  EXPECT_THAT(text, HasSubstr("| 1h | a | 0.750 | 5.500 | 7.250 |\n"));
  EXPECT_THAT(text, HasSubstr("| 1h | all | 1.000 | 5.250 |"));
  EXPECT_THAT(text, HasSubstr("| 1h | 100 | 100.0 % | 25.0 |")) << "samples, coverage and width of the band";
  auto bandless = toy_facts();
  bandless.out_of_fold.leads[0].band.reset();
  EXPECT_THAT(card_text(toy_config(), bandless), Not(HasSubstr("The 5-95 % band")));
}

TEST(ModelCard, ComparesTheErrorWithAndWithoutSolarWindWhereTheModelCanDoWithout) {
  auto facts = toy_facts();
  const auto& lead = facts.out_of_fold.leads.at(0);
  EXPECT_THAT(
      card_text(toy_config(), facts),
      HasSubstr(fmt::format("\n## Without solar wind\n\nThe same storms, out of fold, with every solar-wind "
                            "channel blanked.\n\n| Lead | RMSE with [nT] | RMSE without [nT] | RMSE of "
                            "persistence [nT] |\n|---|---|---|---|\n| 1h | {:.2f} | 12.50 | {:.2f} |\n",
                            lead.model.at("rmse"), lead.baselines.at("persistence").at("rmse"))));
  facts.rmse_without_solar_wind_nt.clear();
  EXPECT_THAT(card_text(toy_config(), facts), Not(HasSubstr("Without solar wind")));
}

TEST(ModelCard, AModelThatBridgesTheGapNeedsNoTarget) {
  Config config;
  config.windows.channels = {"vbs"};
  config.windows.head = {"last"};
  EXPECT_THAT(channels_needed(config), ::testing::Contains("sym_h"));
  config.windows.head = {"gap", "last"};
  EXPECT_EQ(channels_needed(config), (std::vector<std::string>{"speed", "bz_gsm"}));
}

TEST(ModelCard, SaysWhatALateTargetCosts) {
  auto facts = toy_facts();
  EXPECT_FALSE(card_json(Config{}, facts).contains("when_late"));
  facts.when_late = {{Minutes{180}, facts.out_of_fold}, {no_index_age, facts.out_of_fold}};
  const auto json = card_json(Config{}, facts);
  EXPECT_EQ(json.at("when_late")[0].at("age"), "3h");
  EXPECT_EQ(json.at("when_late")[1].at("age"), "none");
  EXPECT_FALSE(json.contains("with_stations"));
  facts.with_stations = {{Minutes{1440}, facts.out_of_fold}};
  EXPECT_EQ(card_json(Config{}, facts).at("with_stations")[0].at("age"), "1d");
  const auto text = card_text(Config{}, facts);
  EXPECT_THAT(text, ::testing::HasSubstr("## When SYM-H is late"));
  EXPECT_THAT(text, ::testing::HasSubstr("| none |"));
}

}  // namespace
}  // namespace symh
