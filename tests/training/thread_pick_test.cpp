#include "training/thread_pick.h"

#include <gtest/gtest.h>

#include <functional>

namespace symh {
namespace {

/// Runs steps of `seconds(threads)` until the pick settles; returns the number of steps.
int settle(ThreadPick& pick, const std::function<double(double)>& seconds) {
  int steps = 0;
  for (; !pick.settled() && steps < 1000; ++steps) pick.took(seconds(static_cast<double>(pick.threads())));
  return steps;
}

TEST(ThreadPick, TakesAllThreadsIfTheyShareTheWork) {
  ThreadPick pick(16, true);
  EXPECT_LT(settle(pick, [](double threads) { return 1.0 / threads; }), 20);
  EXPECT_EQ(pick.threads(), 16U);
}

TEST(ThreadPick, TakesAsManyAsTheMachineReallyGives) {
  for (const std::size_t given : {2, 4, 8}) {
    ThreadPick pick(16, true);
    settle(pick, [&](double threads) {
      const auto there = static_cast<double>(given);
      return threads <= there ? 1.0 / threads : 0.1 * threads + 1.0 / there;
    });
    EXPECT_EQ(pick.threads(), given);
    pick.took(1e-9);
    EXPECT_EQ(pick.threads(), given) << "once settled";
  }
}

TEST(ThreadPick, GoesDownToOne) {
  ThreadPick pick(5, true);
  settle(pick, [](double threads) { return threads; });
  EXPECT_EQ(pick.threads(), 1U);
}

TEST(ThreadPick, KeepsMoreThreadsWhereFewerAreNoFaster) {
  ThreadPick pick(4, true);
  settle(pick, [](double threads) { return threads == 4 ? 1.0 : 0.97; });
  EXPECT_EQ(pick.threads(), 4U);
}

TEST(ThreadPick, IsNotMisledBySlowStepsNowAndThen) {
  ThreadPick pick(4, true);
  int step = 0;
  settle(pick, [&](double threads) { return ++step % 3 == 0 ? 9.0 : 1.0 / threads; });
  EXPECT_EQ(pick.threads(), 4U);
}

TEST(ThreadPick, DoesNotCountTheFirstSteps) {
  ThreadPick pick(2, true);
  int step = 0;
  settle(pick, [&](double threads) { return ++step <= 2 ? 1e-9 : 1.0 / threads; });
  EXPECT_EQ(pick.threads(), 2U);
}

TEST(ThreadPick, MeasuresNothingIfToldNotToOrWithOneThread) {
  EXPECT_TRUE(ThreadPick(1, true).settled());
  ThreadPick told(8, false);
  EXPECT_TRUE(told.settled());
  told.took(1);
  EXPECT_EQ(told.threads(), 8U);
}

}  // namespace
}  // namespace symh
