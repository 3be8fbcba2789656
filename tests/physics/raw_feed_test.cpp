#include "physics/raw_feed.h"

#include <gtest/gtest.h>

#include <cmath>

namespace symh {
namespace {

constexpr std::size_t count = 20000;

Series steady(float bz_nt) {
  Series series;
  series.cadence = Minutes{5};
  series.segments = {{make_time(2001, 4, 1), 0, count}};
  series.status.assign(count, Status::unknown);
  for (const auto& [name, value] : {std::pair{"bz_gsm", bz_nt},
                                    {"speed", 500.F},
                                    {"density", 6.F},
                                    {"temperature", 1e5F},
                                    {"sym_h", -50.F}})
    series.add(name).values.assign(count, value);
  return series;
}

/// Standard deviation of a channel about `mean`, over its values within 10 nT or shares of it.
double deviation(const Series& series, const char* name, double mean, double widest) {
  double squares = 0, n = 0;
  for (const float value : series.at(name).values)
    if (std::abs(value - mean) < widest) {
      squares += (value - mean) * (value - mean);
      ++n;
    }
  return std::sqrt(squares / n);
}

std::size_t missing_in(const Series& series, const char* name) {
  std::size_t n = 0;
  for (const float value : series.at(name).values) n += std::isnan(value) ? 1U : 0U;
  return n;
}

TEST(RawFeed, HasTheNoiseOfARealTimeFeed) {
  const auto raw = as_raw_feed(steady(-5));
  EXPECT_NEAR(deviation(raw, "bz_gsm", -5, 3), 0.45, 0.02);
  EXPECT_NEAR(deviation(raw, "speed", 500, 50), 5, 0.2);
  EXPECT_NEAR(deviation(raw, "density", 6, 10) / 6, 0.15, 0.01);
  EXPECT_NEAR(deviation(raw, "temperature", 1e5, 5e5) / 1e5, 0.3, 0.02);
  EXPECT_EQ(raw.at("sym_h").values, steady(-5).at("sym_h").values) << "the index is not of the feed";
  std::size_t spikes = 0;
  for (const float value : raw.at("bz_gsm").values) spikes += std::abs(value + 5) > 5 ? 1U : 0U;
  EXPECT_NEAR(static_cast<double>(spikes), 2 * count / 288.0 * 0.875, 45) << "two a day, few of them small";
}

TEST(RawFeed, LosesThePlasmaForHoursInAStrongField) {
  EXPECT_LT(missing_in(as_raw_feed(steady(-5)), "speed"), 3000U) << "only spikes are strong there";
  const auto strong = as_raw_feed(steady(-20));
  const auto lost = missing_in(strong, "speed");
  EXPECT_GT(lost, 100U);
  EXPECT_EQ(missing_in(strong, "density"), lost);
  EXPECT_EQ(missing_in(strong, "bz_gsm"), 0U) << "the field is measured on";
}

TEST(RawFeed, IsTheSameForTheSameSeed) {
  const auto a = as_raw_feed(steady(-20)), b = as_raw_feed(steady(-20)), c = as_raw_feed(steady(-20), 2);
  EXPECT_EQ(a.at("bz_gsm").values, b.at("bz_gsm").values);
  EXPECT_NE(a.at("bz_gsm").values, c.at("bz_gsm").values);
}

}  // namespace
}  // namespace symh
