#include <benchmark/benchmark.h>

#include "bench/waves.h"
#include "windows/windows.h"

namespace symh {
namespace {

constexpr std::int64_t batch_size = 256;
constexpr std::size_t ten_days = 14400;

WindowsConfig config_of(Minutes lookback) {
  WindowsConfig config;
  config.cadence = config.stride = Minutes{1};
  config.lookback = lookback;
  config.horizon = {Minutes{60}};
  config.channels = {"sym_h", "asy_h", "sym_d", "asy_d"};
  return config;
}

/// From the series to the scaled rows from which windows are cut.
void preparing(benchmark::State& state) {
  const auto series = waves(ten_days, Minutes{1});
  const auto config = config_of(Minutes{60});
  for (auto _ : state) benchmark::DoNotOptimize(prepare(series, config));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(series.size()));
}

/// Batches of 256 windows in random order, as in training; an item is a window.
void cutting(benchmark::State& state) {
  const auto config = config_of(Minutes{state.range(0)});
  const auto prepared = std::make_shared<const Prepared>(prepare(waves(ten_days, Minutes{1}), config));
  const auto rows = issue_rows(*prepared, config, true).rows;
  const Windows windows(prepared, config, fit_scaling(*prepared, rows, config), rows);
  std::vector<std::int64_t> chosen(batch_size);
  std::uint64_t draw = 1;
  for (auto _ : state) {
    for (auto& window : chosen) {
      draw = draw * 6364136223846793005ULL + 1442695040888963407ULL;
      window = static_cast<std::int64_t>((draw >> 33) % static_cast<std::uint64_t>(windows.size()));
    }
    benchmark::DoNotOptimize(windows.batch(chosen));
  }
  state.SetItemsProcessed(state.iterations() * batch_size);
  state.SetBytesProcessed(state.iterations() * batch_size * state.range(0) * 4 *
                          static_cast<std::int64_t>(sizeof(float)));
}

BENCHMARK(preparing);
BENCHMARK(cutting)->Arg(48)->Arg(240)->Arg(1440);

}  // namespace
}  // namespace symh

BENCHMARK_MAIN();
