#include "experiments/shard.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace symh {
namespace {

TEST(Shard, EachModelIsInOneOfThem) {
  for (std::size_t model = 0; model < 20; ++model) {
    int holders = 0;
    for (std::size_t number = 1; number <= 7; ++number) holders += Shard{number, 7}.holds(model) ? 1 : 0;
    EXPECT_EQ(holders, 1) << model;
    EXPECT_TRUE(Shard{}.holds(model)) << "one shard is the whole";
  }
}

TEST(Shard, IsReadFromItsText) {
  const auto shard = parse_shard("2/8");
  EXPECT_EQ(shard.number, 2U);
  EXPECT_EQ(shard.count, 8U);
  EXPECT_EQ(shard.text(), "2/8");
  for (const auto* wrong : {"", "2", "0/8", "9/8", "2/", "/8", "-1/8", "2/8x", "2 /8", "1/0", "1/99999999"})
    EXPECT_THROW(parse_shard(wrong), UsageError) << wrong;
}

}  // namespace
}  // namespace symh
