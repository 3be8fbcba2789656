#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <torch/optim/optimizer.h>

#include <numeric>
#include <thread>

#include "artifact/model.h"
#include "bench/waves.h"
#include "training/batch_gradients.h"
#include "training/optimizer.h"

namespace symh {
namespace {

constexpr std::int64_t channels = 4, batch_size = 256;

int cores() { return static_cast<int>(std::thread::hardware_concurrency()); }

Config config_of(const std::string& kind, std::int64_t units, std::int64_t steps) {
  return parse_config(fmt::format(R"([windows]
cadence = "5m"
lookback = "{}m"
horizon = ["1h", "2h"]
channels = ["sym_h", "asy_h", "sym_d", "asy_d"]
[model]
kind = "{}"
units = {}
filters = [{}, {}, {}]
kernels = [5, 5, 3]
strides = [2, 2, 2]
padding = 2
)",
                                  5 * steps, kind, units, units, units, units),
                      "bench");
}

/// Multiplications and additions of the recurrent layer, or of the convolutions of `units` filters, in one
/// step of training: forward, and twice that backward.
double flops(const std::string& kind, double units, double steps) {
  if (kind == "cnn")
    return 3 * 2 * batch_size * steps * units * (5 * channels / 2.0 + 5 * units / 4.0 + 3 * units / 8.0);
  const double gates = kind == "lstm" ? 4 : kind == "gru" ? 3 : 1;
  return 3 * 2 * batch_size * steps * gates * units * (units + channels);
}

double peak_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

/// Steps of training with batches of 256: windows cut, forward, backward, AdamW.
void training(benchmark::State& state, const std::string& kind, const std::string& backend) {
  const auto units = state.range(0), steps = state.range(1);
  auto config = config_of(kind, units, steps);
  config.model.backend = backend;
  const auto prepared = std::make_shared<const Prepared>(prepare(waves(40000, Minutes{5}), config.windows));
  const auto rows = issue_rows(*prepared, config.windows, true).rows;
  const Windows windows(prepared, config.windows, fit_scaling(*prepared, rows, config.windows), rows);
  const auto network = build_network(config);
  network->train();
  const auto optimizer = make_optimizer(config.training, network->parameters());
  BatchGradients gradients(*network, config, torch::kCPU, cores(), nullptr);
  std::vector<std::int64_t> chosen(batch_size);
  std::uint64_t step = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < chosen.size(); ++i)
      chosen[i] = static_cast<std::int64_t>(mixed_seed(step, i) % static_cast<std::uint64_t>(windows.size()));
    benchmark::DoNotOptimize(gradients.backward({windows, chosen, ++step}));
    optimizer->step();
  }
  state.counters["windows"] =
      benchmark::Counter(static_cast<double>(batch_size * state.iterations()), benchmark::Counter::kIsRate);
  state.counters["flop"] =
      benchmark::Counter(flops(kind, static_cast<double>(units), static_cast<double>(steps)) *
                             static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
  state.counters["peak"] = peak_bytes();  // of the process, so run one benchmark alone
}

/// What the machine can do: a product of square matrices on all cores.
void product(benchmark::State& state) {
  at::set_num_threads(cores());
  const auto a = at::randn({1024, 1024}), b = at::randn({1024, 1024});
  auto c = at::empty({1024, 1024});
  for (auto _ : state) at::mm_out(c, a, b);
  state.counters["flop"] = benchmark::Counter(
      2.0 * 1024 * 1024 * 1024 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(product)->UseRealTime();
#define SYMH_TRAINING(kind, backend)                             \
  BENCHMARK_CAPTURE(training, kind##_##backend, #kind, #backend) \
      ->Args({64, 48})                                           \
      ->Args({128, 144})                                         \
      ->UseRealTime()
SYMH_TRAINING(lstm, onednn);
SYMH_TRAINING(lstm, torch);
SYMH_TRAINING(gru, onednn);
SYMH_TRAINING(gru, torch);
SYMH_TRAINING(rnn, onednn);
SYMH_TRAINING(rnn, torch);
BENCHMARK_CAPTURE(training, cnn_auto, "cnn", "auto")->Args({32, 144})->Args({64, 288})->UseRealTime();

}  // namespace
}  // namespace symh

BENCHMARK_MAIN();
