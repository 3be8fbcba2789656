#include "experiments/search_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

Config searched(const std::string& horizon) {
  return parse_config("name = \"toy\"\n[windows]\nhorizon = [" + horizon +
                          "]\n[tune.range]\n\"model.filters\" = [[8, 8]]\n\"model.kind\" = [\"cnn\"]\n",
                      "test");
}

/// Runs of two lead times: one that is fitted in one step, one that failed, and the best.
std::vector<TrialResult> results() {
  return {{.run = {0, 0},
           .epochs = 0,
           .failed = false,
           .rmse = {9.5, 13.25},
           .relative_rmse = {0.5, 0.75},
           .samples = 1200,
           .seconds = 4.5,
           .elapsed_seconds = 60},
          {.run = {1, 0},
           .epochs = 3,
           .failed = true,
           .rmse = {},
           .relative_rmse = {},
           .samples = 0,
           .seconds = 1,
           .elapsed_seconds = 61},
          {.run = {2, 1},
           .epochs = 9,
           .failed = false,
           .rmse = {8.5, 12.25},
           .relative_rmse = {0.25, 0.5},
           .samples = 1200,
           .seconds = 5.5,
           .elapsed_seconds = 66}};
}

TEST(SearchOutput, JsonHasEveryRunAndNoScoresOfAFailedOne) {
  EXPECT_EQ(search_json(searched(R"("1h", "2h")"), results()), nlohmann::json::parse(R"({
    "best_trial": 2,
    "runs": [
      {"trial": 0, "rung": 0, "epochs": 0, "failed": false, "objective": 0.625, "rmse": [9.5, 13.25],
       "relative_rmse": [0.5, 0.75], "samples": 1200, "seconds": 4.5,
       "keys": {"model.filters": "[8, 8]", "model.kind": "cnn"}},
      {"trial": 1, "rung": 0, "epochs": 3, "failed": true, "objective": null, "rmse": [],
       "relative_rmse": [], "samples": 0, "seconds": 1.0,
       "keys": {"model.filters": "[8, 8]", "model.kind": "cnn"}},
      {"trial": 2, "rung": 1, "epochs": 9, "failed": false, "objective": 0.375, "rmse": [8.5, 12.25],
       "relative_rmse": [0.25, 0.5], "samples": 1200, "seconds": 5.5,
       "keys": {"model.filters": "[8, 8]", "model.kind": "cnn"}}]})"));
}

TEST(SearchOutput, TextRanksTheRunsAndEndsWithTheSettingsOfTheBest) {
  const auto text = search_text(searched(R"("1h", "2h")"), results());
  EXPECT_THAT(text, testing::StartsWith("3 runs, 1 failed; relative = RMSE / RMSE of persistence"));
  EXPECT_THAT(text, HasSubstr("trial  epochs  relative     RMSE 1h     RMSE 2h       s\n"));
  const auto best = text.find(" 2       9    0.3750       8.500      12.250     5.5\n"),
             second = text.find(" 0       -    0.6250       9.500      13.250     4.5\n");
  ASSERT_NE(best, std::string::npos) << text;
  ASSERT_NE(second, std::string::npos) << text;
  EXPECT_LT(best, second);
  EXPECT_THAT(text, HasSubstr("\nThe best, trial 2:\n  model.filters = [8, 8]\n  model.kind = "));
  EXPECT_THAT(text, testing::EndsWith("\n  training.epochs = 9\n"));
}

TEST(SearchOutput, TextShowsEveryLeadTimeInEightyColumns) {
  auto many = results();
  many[0].rmse = {1, 2, 3, 4, 5.125, 6.125};
  const auto text = search_text(searched(R"("1h", "2h", "3h", "4h", "5h", "6h")"), many);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  EXPECT_THAT(text, HasSubstr("RMSE 4h       s\n"));
  EXPECT_THAT(text, HasSubstr(" trial  epochs     RMSE 5h     RMSE 6h\n"));
  EXPECT_THAT(text, HasSubstr(" 0       -       5.125       6.125\n"));
}

TEST(SearchOutput, ThePageHasTheScoresAndTheKeysOfTheBestRuns) {
  const TemporaryFolder folder;
  write_search(searched(R"("1h", "2h")"), results(), folder.path());
  const auto html = read_file(folder.path() / "tune.html");
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">2</td><td class=\"n\">9</td><td class=\"n\">0.3750</td>"));
  EXPECT_THAT(html, HasSubstr(">cnn</td><td class=\"n\">8.500</td><td class=\"n\">12.250</td>"));
  EXPECT_THAT(html, Not(HasSubstr("relative_rmse")));
}

}  // namespace
}  // namespace symh
