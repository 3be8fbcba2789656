#include "verification/bootstrap.h"

#include <gtest/gtest.h>

#include <set>

#include "verification/tables.h"

namespace symh {
namespace {

using testing::make_table;

TEST(IndexDraw, IsTheSameEverywhere) {
  // mt19937_64's values are fixed by the C++ standard: the 10,000th with the default seed.
  IndexDraw draw(std::mt19937_64::default_seed);
  std::uint32_t last = 0;
  for (int i = 0; i < 10000; ++i) last = draw(1000);
  EXPECT_EQ(last, 9981545732273789042ULL % 1000);
}

TEST(Bootstrap, SameSeedSameIntervalAroundTheScore) {
  auto table = make_table(6000);
  for (std::size_t i = 0; i < 6000; ++i) table.leads[0].forecast_nt[i] *= 1 + 0.1F * std::sin(float(i) / 700);
  const auto first = verify(table).leads[0], second = verify(table).leads[0];
  EXPECT_EQ(first.rmse_interval.low, second.rmse_interval.low);
  EXPECT_EQ(first.rmse_interval.high, second.rmse_interval.high);
  EXPECT_LT(first.rmse_interval.low, first.model.at("rmse"));
  EXPECT_GT(first.rmse_interval.high, first.model.at("rmse"));
  EXPECT_LT(first.skill_interval.at("persistence").low, first.skill.at("persistence"));
  EXPECT_GT(first.skill_interval.at("persistence").high, first.skill.at("persistence"));
  const auto other = verify(table, {.seed = 2}).leads[0];
  EXPECT_NE(first.rmse_interval.low, other.rmse_interval.low);
}

TEST(Bootstrap, BlocksNeverCrossStorms) {
  auto table = make_table(500);
  table.storms = {"a", "b"};
  auto& lead = table.leads[0];
  SampleRows rows(500);
  for (std::size_t i = 0; i < 500; ++i) {
    rows[i] = i;
    lead.storm[i] = i < 100 ? 0 : 1;
  }
  const auto blocks = assign_blocks(lead, rows, Minutes{24 * 60});
  const std::set<std::uint32_t> a(blocks.begin(), blocks.begin() + 100);
  const std::set<std::uint32_t> b(blocks.begin() + 100, blocks.end());
  EXPECT_EQ(a, (std::set<std::uint32_t>{0}));
  EXPECT_EQ(b, (std::set<std::uint32_t>{1, 2}));  // 400 samples of 5 minutes: 288 + 112
}

TEST(Bootstrap, OneBlockTellsNothing) {
  const auto scores = verify(make_table(100)).leads[0];
  EXPECT_TRUE(std::isnan(scores.rmse_interval.low));
  EXPECT_TRUE(std::isnan(scores.skill_interval.at("persistence").high));
}

}  // namespace
}  // namespace symh
