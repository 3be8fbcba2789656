#include "experiments/halving.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace symh {
namespace {

using testing::ElementsAre;

/// Runs until nothing is left or `most` runs are done, one after the other; what ran, in order.
std::vector<TrialRun> run_all(const Halving& halving, const std::function<double(TrialRun)>& objective,
                              std::size_t most = 1000) {
  Objectives finished;
  std::vector<TrialRun> order;
  while (order.size() < most) {
    const auto run = halving.next(finished, {});
    if (!run) break;
    finished[*run] = objective(*run);
    order.push_back(*run);
  }
  return order;
}

std::vector<std::int64_t> trials_at(const std::vector<TrialRun>& runs, std::int64_t rung) {
  std::vector<std::int64_t> trials;
  for (const auto& run : runs)
    if (run.rung == rung) trials.push_back(run.trial);
  return trials;
}

TEST(Halving, EpochsGrowByTheRateFromTheMinimumToTheMaximum) {
  EXPECT_THAT(rung_epochs(1, 9, 3), ElementsAre(1, 3, 9));
  EXPECT_THAT(rung_epochs(1, 10, 3), ElementsAre(1, 3, 10));
  EXPECT_THAT(rung_epochs(2, 20, 4), ElementsAre(2, 5, 20));
  EXPECT_THAT(rung_epochs(1, 2, 3), ElementsAre(1, 2));
  EXPECT_THAT(rung_epochs(4, 4, 3), ElementsAre(4));
}

TEST(Halving, KeepsExactlyTheBestOfEachRung) {
  const auto runs = run_all(Halving(9, 3, 3), [](TrialRun run) {
    return static_cast<double>((run.trial * 5 + 2) % 9);  // 2 7 3 8 4 0 5 1 6
  });
  EXPECT_THAT(trials_at(runs, 0), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8));
  EXPECT_THAT(trials_at(runs, 1), ElementsAre(5, 7, 0));
  EXPECT_THAT(trials_at(runs, 2), ElementsAre(5));
  EXPECT_EQ(std::ssize(runs), Halving(9, 3, 3).runs_of_bracket());
}

TEST(Halving, APromotedTrialIsJudgedByItsNewestRung) {
  const auto runs = run_all(Halving(4, 3, 2), [](TrialRun run) {
    return static_cast<double>(run.rung == 0 ? run.trial : -run.trial);
  });
  EXPECT_THAT(trials_at(runs, 1), ElementsAre(0, 1));
  EXPECT_THAT(trials_at(runs, 2), ElementsAre(1));
}

TEST(Halving, OfEqualTrialsTheEarlierGoesOn) {
  const auto runs = run_all(Halving(4, 2, 2), [](TrialRun) { return 1.0; });
  EXPECT_THAT(trials_at(runs, 1), ElementsAre(0, 1));
}

TEST(Halving, FailedTrialsNeverGoOn) {
  const auto runs =
      run_all(Halving(6, 2, 2), [](TrialRun run) { return run.trial == 4 ? 7.0 : std::nan(""); });
  EXPECT_THAT(trials_at(runs, 1), ElementsAre(4)) << "three might, but one alone has a score";
  EXPECT_EQ(run_all(Halving(6, 2, 2), [](TrialRun) { return std::nan(""); }).size(), 6U);
}

TEST(Halving, ARungWaitsUntilTheOneBeforeIsWhole) {
  const Halving halving(3, 2, 3);
  Objectives finished{{{0, 0}, 1.0}, {{1, 0}, 2.0}};
  EXPECT_EQ(halving.next(finished, {}), (TrialRun{2, 0}));
  EXPECT_FALSE(halving.next(finished, {{2, 0}}).has_value());
  finished[{2, 0}] = 0.5;
  EXPECT_EQ(halving.next(finished, {}), (TrialRun{2, 1}));
}

TEST(Halving, WhatRunsDoesNotDependOnTheOrderThatRunsFinishIn) {
  const auto objective = [](TrialRun run) { return static_cast<double>((run.trial * 7) % 11); };
  auto one_by_one = run_all(Halving(9, 3, 3), objective);
  // Three at once, the newest of them finishing first.
  const Halving halving(9, 3, 3);
  Objectives finished;
  std::set<TrialRun> running;
  while (true) {
    while (running.size() < 3) {
      const auto run = halving.next(finished, running);
      if (!run) break;
      running.insert(*run);
    }
    if (running.empty()) break;
    const auto last = *running.rbegin();
    finished[last] = objective(last);
    running.erase(last);
  }
  std::vector<TrialRun> at_once;
  for (const auto& [run, value] : finished) at_once.push_back(run);
  std::sort(one_by_one.begin(), one_by_one.end());
  EXPECT_EQ(at_once, one_by_one);
}

TEST(Halving, WithoutANumberOfTrialsBracketsFollowEachOther) {
  const Halving halving(0, 3, 2);
  EXPECT_EQ(halving.trials_of_bracket(), 4);
  EXPECT_EQ(halving.runs_of_bracket(), 7);
  const auto runs = run_all(
      halving, [](TrialRun run) { return static_cast<double>(run.trial); }, 14);
  ASSERT_EQ(runs.size(), 14U);
  EXPECT_THAT(trials_at(runs, 0), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(trials_at(runs, 2), ElementsAre(0, 4));
  // While a rung is waited for, the next bracket begins.
  EXPECT_EQ(halving.next({}, {{0, 0}, {1, 0}, {2, 0}, {3, 0}}), (TrialRun{4, 0}));
}

}  // namespace
}  // namespace symh
