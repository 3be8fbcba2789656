#pragma once
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>

#include "series/overlay.h"
#include "series/series.h"

namespace symh {

inline float random_index(std::mt19937_64& generator, bool asymmetry) {
  const auto hundredths = static_cast<int>(generator() % 50000) - (asymmetry ? 0 : 30000);
  return generator() % 5 == 0 ? missing : static_cast<float>(hundredths) / 100.F;
}

/// Segments further apart than a hole that is filled; a new status every so often, if asked for.
inline Series random_minutes(std::mt19937_64& generator, std::size_t count, bool mixed = false) {
  Series series;
  Time start = make_time(2000, 2, 28) + Minutes{static_cast<long>(generator() % 2000)};
  for (std::size_t first = 0; first < count;) {
    const auto rows = mixed ? std::min(count - first, 2 + generator() % 90) : count;
    series.segments.push_back({start, first, rows});
    first += rows;
    start = series.segments.back().end(Minutes{1}) + longest_hole + Minutes{1 + long(generator() % 9000)};
  }
  auto status = Status::provisional;
  for (std::size_t i = 0; i < count; ++i) {
    if (mixed && generator() % 20 == 0) status = static_cast<Status>(generator() % 4);
    series.status.push_back(status);
  }
  for (const auto* name : {"asy_d", "asy_h", "sym_d", "sym_h"})
    for (auto& value : series.add(name).values) value = random_index(generator, name[0] == 'a');
  return series;
}

/// Any finite floats, any cadence, any names.
inline Series random_channels(std::mt19937_64& generator) {
  Series series;
  series.cadence = Minutes{1 + static_cast<long>(generator() % 90)};
  Time start = make_time(1999, 12, 31) + Minutes{static_cast<long>(generator() % 2000)};
  for (int k = 0; k < 3; ++k) {
    series.segments.push_back({start, k * std::size_t{20}, 20});
    start += series.cadence * (20 + 1440 + static_cast<long>(generator() % 50));
  }
  series.status.assign(60, Status::unknown);
  for (const auto* name : {"a", "b_2", "flux of protons"})
    for (auto& value : series.add(name).values) {
      value = std::bit_cast<float>(static_cast<std::uint32_t>(generator()));
      if (!std::isfinite(value)) value = missing;
    }
  return series;
}

inline void expect_same(const Series& a, const Series& b) {
  ASSERT_EQ(a.size(), b.size());
  ASSERT_EQ(a.cadence, b.cadence);
  ASSERT_EQ(a.segments.size(), b.segments.size());
  for (std::size_t s = 0; s < a.segments.size(); ++s) {
    ASSERT_EQ(a.segments[s].start, b.segments[s].start);
    ASSERT_EQ(a.segments[s].count, b.segments[s].count);
  }
  for (const auto& channel : a.channels) {
    const auto& other = b.at(channel.name).values;
    for (std::size_t i = 0; i < a.size(); ++i) {
      ASSERT_EQ(std::isnan(channel.values[i]), std::isnan(other[i])) << channel.name << i;
      if (std::isnan(other[i])) continue;
      ASSERT_EQ(channel.values[i], other[i]) << channel.name << i;
    }
  }
}

}  // namespace symh
