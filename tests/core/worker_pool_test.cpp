#include "core/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>

namespace symh {
namespace {

TEST(WorkerPool, DoesEachOnceInEveryRound) {
  WorkerPool pool(4);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::atomic<int>> done(7);
    pool.run(done.size(), [&](std::size_t i) { ++done[i]; });
    for (const auto& count : done) ASSERT_EQ(count, 1);
  }
  pool.run(0, [](std::size_t) { FAIL(); });
}

TEST(WorkerPool, ThrowsTheErrorOfTheFirstAndGoesOn) {
  WorkerPool pool(3);
  for (int round = 0; round < 100; ++round) {
    try {
      pool.run(9, [](std::size_t i) {
        if (i >= 3) throw std::runtime_error(std::to_string(i));
      });
      FAIL();
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "3");
    }
    std::atomic<int> done = 0;
    pool.run(5, [&](std::size_t) { ++done; });
    EXPECT_EQ(done, 5);
  }
}

TEST(WorkerPool, WorksOnNoMoreThreadsThanAsked) {
  WorkerPool pool(6);
  for (const std::size_t most : {1, 2, 4, 6, 9}) {
    for (int round = 0; round < 50; ++round) {
      std::atomic<std::size_t> now = 0, highest = 0, done = 0;
      pool.run(
          12,
          [&](std::size_t) {
            const auto count = ++now;
            auto seen = highest.load();
            while (seen < count && !highest.compare_exchange_weak(seen, count)) {
            }
            std::this_thread::sleep_for(std::chrono::microseconds(100));
            --now, ++done;
          },
          most);
      ASSERT_LE(highest, most);
      ASSERT_EQ(done, 12U);
    }
  }
}

TEST(WorkerPool, OfOneThreadWorksInItsCaller) {
  bool started = false;
  WorkerPool pool(1, [&] { started = true; });
  const auto caller = std::this_thread::get_id();
  pool.run(2, [&](std::size_t) { EXPECT_EQ(std::this_thread::get_id(), caller); });
  EXPECT_FALSE(started);
}

}  // namespace
}  // namespace symh
