#pragma once
#include <ATen/ATen.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "job/config.h"
#include "windows/windows.h"

namespace symh {

/// SYM-H, ASY-H and solar wind every 5 minutes in three segments, with gaps short and long in all of them.
inline Series gappy_series(std::mt19937_64& generator) {
  constexpr std::size_t count = 900;
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = WindPosition::bow_shock;
  series.segments = {{make_time(2003, 11, 20), 0, 300},
                     {make_time(2004, 1, 1), 300, 250},
                     {make_time(2004, 3, 1), 550, count - 550}};
  series.status.assign(count, Status::definitive);
  for (const auto* name : {"sym_h", "asy_h", "speed", "density", "bz_gsm"}) {
    auto& values = series.add(name).values;
    const float middle = std::string(name) == "speed" ? 400.F : std::string(name) == "density" ? 60.F : -40.F;
    for (auto& value : values) value = middle + static_cast<float>(generator() % 1000) / 10.F;
    for (int gap = 0; gap < 5; ++gap) {
      const auto first = generator() % count;
      for (auto row = first; row < std::min<std::size_t>(count, first + generator() % 9); ++row)
        values[row] = missing;
    }
  }
  return series;
}

template <class T>
const T& one_of(std::mt19937_64& generator, const std::vector<T>& choices) {
  return choices[generator() % choices.size()];
}

/// One of many configurations of windows over gappy_series().
inline Config random_windows_config(std::mt19937_64& generator) {
  const auto pick = [&](const std::vector<std::string>& choices) { return one_of(generator, choices); };
  return parse_config(
      fmt::format("[windows]\nlookback = \"1h\"\nlookback_min = \"{}\"\nhorizon = {}\nstride = \"{}\"\n"
                  "channels = {}\nhead = {}\npredict = \"{}\"\ndifference = {}\nfill_limit = \"{}\"\n"
                  "drivers = \"{}\"\n[training]\nbatch_size = 32\n",
                  pick({"0m", "5m", "30m"}), pick({"[\"5m\"]", "[\"10m\", \"1h\", \"3h\"]"}),
                  pick({"5m", "15m"}),
                  pick({"[\"sym_h\"]", "[\"sym_h\", \"asy_h\", \"asy_h_missing\"]",
                        "[\"bz_gsm\", \"bz_gsm_missing\", \"vbs\", \"sym_h\"]"}),
                  pick({"[]", "[\"last\"]", "[\"physics\", \"drive\"]", "[\"last\", \"density\"]"}),
                  pick({"change", "level", "correction"}), pick({"true", "false"}), pick({"0m", "10m"}),
                  pick({"required", "optional"})),
      "random");
}

inline std::unique_ptr<Windows> gappy_windows(const Config& config, std::mt19937_64& generator) {
  const auto prepared = std::make_shared<const Prepared>(prepare(gappy_series(generator), config.windows));
  auto rows = issue_rows(*prepared, config.windows, generator() % 2 == 0).rows;
  auto scaling = fit_scaling(*prepared, rows, config.windows);
  return std::make_unique<Windows>(prepared, config.windows, scaling, std::move(rows));
}

/// Some of the windows, in any order, a few of them twice.
inline std::vector<std::int64_t> some_of(const Windows& windows, std::mt19937_64& generator) {
  std::vector<std::int64_t> chosen(1 + generator() % 60);
  for (auto& window : chosen)
    window = static_cast<std::int64_t>(generator() % static_cast<std::uint64_t>(windows.size()));
  return chosen;
}

inline void expect_same_tensor(const torch::Tensor& got, const torch::Tensor& wanted, const char* name) {
  ASSERT_EQ(got.defined(), wanted.defined()) << name;
  if (!wanted.defined()) return;
  const auto here = got.cpu();
  ASSERT_EQ(here.sizes(), wanted.sizes()) << name;
  EXPECT_EQ(here.strides(), wanted.strides()) << name << ": it is read as it lies in memory";
  EXPECT_EQ(here.scalar_type(), wanted.scalar_type()) << name;
  EXPECT_TRUE(here.isnan().equal(wanted.isnan())) << name;
  EXPECT_TRUE(here.nan_to_num(12345.0).equal(wanted.nan_to_num(12345.0))) << name;
}

/// Every value of the two, bit for bit but for the bits of NaN.
inline void expect_same_batch(const Batch& got, const Batch& wanted) {
  EXPECT_EQ(got.every, wanted.every);
  expect_same_tensor(got.inputs, wanted.inputs, "inputs");
  expect_same_tensor(got.lengths, wanted.lengths, "lengths");
  expect_same_tensor(got.targets, wanted.targets, "targets");
  expect_same_tensor(got.step_targets, wanted.step_targets, "step_targets");
  expect_same_tensor(got.head, wanted.head, "head");
  expect_same_tensor(got.last_nt, wanted.last_nt, "last_nt");
  expect_same_tensor(got.base_nt, wanted.base_nt, "base_nt");
  expect_same_tensor(got.observed_nt, wanted.observed_nt, "observed_nt");
}

}  // namespace symh
