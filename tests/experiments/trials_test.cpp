#include "experiments/trials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace symh {
namespace {

using testing::HasSubstr;

Config searched() {
  return parse_config(
      "[windows]\nhorizon = [\"1h\", \"2h\"]\n[tune.range]\n\"model.filters\" = [[8, 8]]\n\"model.kind\" = "
      "[\"cnn\"]\n\"model.units\" = {low = 7, high = 8}\n",
      "test");
}

TrialResult result(std::int64_t trial, std::int64_t rung, double relative_1h, double relative_2h) {
  return {.run = {trial, rung},
          .epochs = 3,
          .failed = false,
          .rmse = {9.5, 13.25},
          .relative_rmse = {relative_1h, relative_2h},
          .samples = 1200,
          .seconds = 4.5,
          .elapsed_seconds = 77};
}

TrialResult failure(std::int64_t trial) {
  return {.run = {trial, 0},
          .epochs = 3,
          .failed = true,
          .rmse = {},
          .relative_rmse = {},
          .samples = 0,
          .seconds = 1,
          .elapsed_seconds = 78};
}

TEST(Trials, CsvHasARowARunAndReadsBack) {
  const std::vector results{result(0, 0, 0.5, 0.75), failure(1), result(0, 1, 0.25, 0.5)};
  const auto text = trials_csv(searched(), results);
  EXPECT_THAT(text,
              testing::StartsWith("trial,rung,epochs,state,objective,rmse_1h,rmse_2h,relative_rmse_1h,"
                                  "relative_rmse_2h,samples,seconds,elapsed_seconds,model.filters,"
                                  "model.kind,model.units\n"
                                  "0,0,3,done,0.625,9.5,13.25,0.5,0.75,1200,4.50,77.00,\"[8, 8]\",cnn,"));
  EXPECT_THAT(text, HasSubstr("1,0,3,failed,,,,,,0,1.00,78.00,\"[8, 8]\",cnn,"));
  const auto read = read_trials_csv(text, "trials.csv", searched());
  EXPECT_EQ(trials_csv(searched(), read), text);
  EXPECT_EQ(read.at(2).run, (TrialRun{0, 1}));
  const auto third =
      read_trials_csv(trials_csv(searched(), {result(0, 0, 1.0 / 3, 0.7)}), "trials.csv", searched());
  EXPECT_EQ(third.at(0).objective(), result(0, 0, 1.0 / 3, 0.7).objective()) << "no digit is lost";
}

TEST(Trials, ADamagedCsvIsRefusedWithItsPlace) {
  const auto text = trials_csv(searched(), {result(0, 0, 0.5, 0.75)});
  const auto error = [&](const std::string& damaged) -> std::string {
    try {
      read_trials_csv(damaged, "trials.csv", searched());
    } catch (const DataError& fault) {
      return fault.what();
    }
    return "no error";
  };
  EXPECT_EQ(error(text), "no error");
  EXPECT_THAT(error(text.substr(1)), HasSubstr("trials.csv:1: found other columns"));
  EXPECT_THAT(error(text + "1,0,x,done\n"), HasSubstr("trials.csv:3: found 'x', expected a number"));
  EXPECT_THAT(error(text + "1,0,3,done,0.6,9.5\n"), HasSubstr("trials.csv:3: found ''"));
}

TEST(Trials, TheBestIsTheLowestMeanOverLeadTimesTheEarlierOfEqual) {
  EXPECT_EQ(best_of({}), nullptr);
  EXPECT_EQ(best_of({failure(0)}), nullptr);
  const std::vector results{failure(0), result(3, 0, 0.5, 0.5), result(2, 0, 0.25, 0.75),
                            result(1, 0, 0.4, 0.7)};
  EXPECT_EQ(best_of(results)->run.trial, 2);
  EXPECT_TRUE(std::isnan(objectives_of(results).at({0, 0})));
  EXPECT_DOUBLE_EQ(objectives_of(results).at({1, 0}), 0.55);
}

}  // namespace
}  // namespace symh
