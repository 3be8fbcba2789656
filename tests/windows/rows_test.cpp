#include "windows/rows.h"

#include <gtest/gtest.h>

#include <random>

namespace symh {
namespace {

/// Stretches of differing steps, with single rows between them, and sometimes no order at all.
std::vector<std::int64_t> random_rows(std::mt19937_64& random) {
  std::vector<std::int64_t> rows;
  std::int64_t row = 0;
  for (auto stretches = random() % 8; stretches > 0; --stretches) {
    row += static_cast<std::int64_t>(random() % 20) - 3;
    const auto step = static_cast<std::int64_t>(1 + random() % 3);
    for (auto count = random() % 6; count > 0; --count) rows.push_back(row += step);
  }
  return rows;
}

TEST(Rows, AreAVectorOfThem) {
  std::mt19937_64 random(4);
  for (int trial = 0; trial < 300; ++trial) {
    const auto expected = random_rows(random);
    const Rows rows = expected;
    ASSERT_EQ(rows.size(), expected.size());
    EXPECT_EQ(rows.empty(), expected.empty());
    EXPECT_EQ(rows.all(), expected);
    EXPECT_EQ(std::vector<std::int64_t>(rows.begin(), rows.end()), expected);
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(rows[i], expected[i]);
    for (std::size_t first = 0; first <= expected.size(); ++first)
      for (std::size_t count = 0; first + count <= expected.size(); ++count) {
        const auto begin = expected.begin() + static_cast<std::ptrdiff_t>(first);
        EXPECT_EQ(rows.part(first, count),
                  std::vector<std::int64_t>(begin, begin + static_cast<std::ptrdiff_t>(count)));
      }
  }
}

TEST(Rows, AreTheSameWhateverRunsTheyStandIn) {
  EXPECT_EQ((Rows{1, 5, 6, 7}), (Rows{1, 5, 6, 7}));
  EXPECT_NE((Rows{1, 5, 6, 7}), (Rows{1, 5, 6}));
  EXPECT_NE((Rows{1, 2}), (Rows{1, 3}));
}

TEST(Rows, AreErasedByAPredicate) {
  std::mt19937_64 random(5);
  for (int trial = 0; trial < 100; ++trial) {
    auto expected = random_rows(random);
    Rows rows = expected;
    const auto odd = [](std::int64_t row) { return row % 2 != 0; };
    EXPECT_EQ(erase_if(rows, odd), std::erase_if(expected, odd));
    EXPECT_EQ(rows.all(), expected);
  }
}

}  // namespace
}  // namespace symh
