#include "models/xgboost_trees.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "core/error.h"
#include "models/old_trees.h"

namespace symh {
namespace {

constexpr std::int64_t features = 5;

TEST(XgboostTrees, ThatAnEarlierSymhSavedForecastTheSameToTheBit) {
  const auto trees = read_xgboost_trees(decode_base64(old_trees), features);
  // As XGBoost itself forecasts them.
  const std::array<std::pair<std::array<float, features>, float>, 4> expected{
      {{{0.328125F, -0.59375F, 0.171875F, 0.453125F, -0.546875F}, 10.0699711F},
       {{-0.390625F, 0.578125F, -0.09375F, -0.5F, 0.5F}, 2.50767899F},
       {{0.453125F, -0.546875F, 0.F, 0.546875F, -0.453125F}, 10.0699711F},
       {{-0.5F, 0.5F, 0.078125F, -0.578125F, 0.390625F}, 2.50767899F}}};
  for (const auto& [x, y] : expected) EXPECT_EQ(trees.sum(x.data()), y);
}

TEST(XgboostTrees, DamagedAtRandomAreRefusedOrForecastANumber) {
  const auto whole = decode_base64(old_trees);
  std::mt19937_64 generator(1);
  const std::array<float, features> x{0.1F, -0.2F, 0.3F, -0.4F, 0.5F};
  int refused = 0;
  for (int i = 0; i < 5000; ++i) {
    auto damaged = whole;
    const auto changes = 1 + generator() % 3;
    for (std::uint64_t c = 0; c < changes; ++c)
      damaged[generator() % damaged.size()] = static_cast<char>(generator() % 256);
    if (i % 5 == 0) damaged.resize(generator() % damaged.size());
    try {
      const auto sum = read_xgboost_trees(damaged, features).sum(x.data());
      EXPECT_FALSE(std::isnan(sum));
    } catch (const DataError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 1000);
}

TEST(XgboostTrees, ThatNestOrCountWithoutEndAreRefused) {
  EXPECT_THROW(read_xgboost_trees(std::string(1'000'000, '['), features), DataError);
  EXPECT_THROW(read_xgboost_trees(std::string("[$Z#l\x7f\xff\xff\xff", 9), features), DataError)
      << "two thousand million nulls";
  EXPECT_THROW(read_xgboost_trees("{}", features), DataError) << "no trees";
  EXPECT_THROW(read_xgboost_trees("", features), DataError);
  const auto trees = decode_base64(old_trees);
  EXPECT_THROW(read_xgboost_trees(trees, 1), DataError) << "features that the windows do not have";
}

/// The saved trees with `count` nulls under a key of their own, in a few bytes.
std::string with_nulls(std::uint16_t count) {
  auto trees = decode_base64(old_trees);
  const std::string nulls =
      std::string("i\x05nulls[$Z#I") + static_cast<char>(count >> 8) + static_cast<char>(count);
  return trees.insert(trees.find('{') + 1, nulls);
}

TEST(XgboostTrees, WithMoreValuesThanBytesAreRefused) {
  EXPECT_NO_THROW(read_xgboost_trees(with_nulls(9), features));
  EXPECT_THROW(read_xgboost_trees(with_nulls(static_cast<std::uint16_t>(with_nulls(9).size())), features),
               DataError);
}

TEST(Base64, IsReadOrRefused) {
  EXPECT_EQ(decode_base64("YWI="), "ab");
  EXPECT_EQ(decode_base64("YWJj"), "abc");
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("====").size(), 1U) << "some bytes, but never fewer than none";
  EXPECT_THROW(decode_base64("###"), DataError);
}

}  // namespace
}  // namespace symh
