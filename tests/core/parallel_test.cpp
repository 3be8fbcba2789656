#include "core/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

namespace symh {
namespace {

TEST(ForEachInParallel, DoesEachOnce) {
  std::vector<std::atomic<int>> done(500);
  for_each_in_parallel(done.size(), [&](std::size_t i) { ++done[i]; });
  for (const auto& count : done) EXPECT_EQ(count, 1);
  for_each_in_parallel(0, [](std::size_t) { FAIL(); });
}

TEST(ForEachInParallel, ThrowsTheErrorOfTheFirstWhateverTheThreadsDo) {
  for (int round = 0; round < 200; ++round) {
    try {
      for_each_in_parallel(20, [](std::size_t i) {
        if (i >= 3) throw std::runtime_error(std::to_string(i));
      });
      FAIL();
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "3");
    }
  }
}

}  // namespace
}  // namespace symh
