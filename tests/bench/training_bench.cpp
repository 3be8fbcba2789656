#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <torch/cuda.h>
#include <torch/optim/optimizer.h>

#include <algorithm>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/waves.h"
#include "models/kinds.h"
#include "models/model.h"
#include "training/batch_gradients.h"
#include "training/optimizer.h"

namespace symh {
namespace {

int cores() { return static_cast<int>(std::thread::hardware_concurrency()); }

/// What a network reads, and the convolutions of a cnn.
struct Shape {
  std::int64_t batch = 256;
  std::vector<std::string> channels{"sym_h", "asy_h", "sym_d", "asy_d"};
  std::string kernels = "5, 5, 3";
  std::string filters;  ///< "": as many as units in each convolution
  std::string rest;     ///< lines of [model]
};

/// Of the networks that symh brings.
Shape bundled() {
  return {512,
          {"sym_h", "asy_h", "sym_d", "asy_d", "dst", "bx_gsm", "by_gsm", "bz_gsm", "b_total", "speed",
           "density", "temperature", "vbs", "newell_coupling"},
          "5, 5, 3, 3",
          "32, 32, 48, 48",
          "dropout = 0.15\nhead_units = 96\n"};
}

Config config_of(const std::string& kind, const Shape& shape, std::int64_t units, std::int64_t steps) {
  const auto count = static_cast<std::size_t>(std::ranges::count(shape.kernels, ',')) + 1;
  return parse_config(
      fmt::format(R"([windows]
cadence = "5m"
lookback = "{}m"
horizon = ["1h", "2h"]
channels = ["{}"]
[model]
kind = "{}"
units = {}
filters = [{}]
kernels = [{}]
strides = [{}]
padding = 2
{})",
                  5 * steps, fmt::join(shape.channels, "\", \""), kind, units,
                  shape.filters.empty() ? fmt::format("{}", fmt::join(std::vector(count, units), ", "))
                                        : shape.filters,
                  shape.kernels, fmt::join(std::vector(count, 2), ", "), shape.rest),
      "bench");
}

/// Multiplications and additions of the recurrent layer, or of the convolutions, in one step of training:
/// forward, and twice that backward.
double flops(const Config& config, std::int64_t batch, std::int64_t steps) {
  const auto& model = config.model;
  auto channels = static_cast<std::int64_t>(config.windows.channels.size());
  std::int64_t products = 0;  // of one window
  if (model.kind == "cnn") {
    for (std::size_t i = 0; i < model.filters.size(); ++i) {
      steps = (steps + 2 * model.padding - model.kernels[i]) / model.strides[i] + 1;
      products += steps * model.filters[i] * model.kernels[i] * channels;
      channels = model.filters[i];
    }
  } else {
    const std::int64_t gates = model.kind == "lstm" ? 4 : model.kind == "gru" ? 3 : 1;
    products = steps * gates * model.units * (model.units + channels);
  }
  return 3.0 * 2.0 * static_cast<double>(batch * products);
}

double peak_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

struct Setup {
  std::string kind = "lstm";
  RecurrentBackend backend = RecurrentBackend::automatic;
  PrecisionChoice precision = PrecisionChoice::float32;
  torch::Device device = torch::kCPU;
  Feeding feeding = Feeding::cut;
  Shape shape{};

  Setup of(const std::string& other_kind) const {
    auto setup = *this;
    setup.kind = other_kind;
    return setup;
  }
};

/// The channels that a series must have; physics derives the others.
std::vector<std::string> recorded(const Shape& shape) {
  auto channels = shape.channels;
  std::erase_if(channels, [](const auto& name) { return name == "vbs" || name == "newell_coupling"; });
  return channels;
}

/// The windows of a step, drawn from the number of the step.
std::vector<std::int64_t> chosen_of(std::uint64_t step, const Windows& windows, std::int64_t batch) {
  std::vector<std::int64_t> chosen(static_cast<std::size_t>(batch));
  for (std::size_t i = 0; i < chosen.size(); ++i)
    chosen[i] = static_cast<std::int64_t>(mixed_seed(step, i) % static_cast<std::uint64_t>(windows.size()));
  return chosen;
}

/// Steps of training: windows cut, forward, backward, AdamW.
void training(benchmark::State& state, const Setup& setup) {
  const auto units = state.range(0), steps = state.range(1);
  auto config = config_of(setup.kind, setup.shape, units, steps);
  config.model.backend = setup.backend;
  config.training.precision = setup.precision;
  config.training.threads = cores();  // 0 would time the first steps to pick the number
  const auto prepared = std::make_shared<const Prepared>(
      prepare(waves(40000, Minutes{5}, recorded(setup.shape)), config.windows));
  const auto rows = issue_rows(*prepared, config.windows, true).rows;
  const Windows windows(prepared, config.windows, fit_scaling(*prepared, rows, config.windows), rows);
  const auto network = build_network(config);
  make_repeatable(setup.device);  // as training does
  network->to(setup.device);
  network->train();
  const auto optimizer = make_optimizer(config.training, network->parameters());
  BatchGradients gradients(*network, config, setup.device, cores(), nullptr, setup.feeding);
  if (setup.device.is_cpu() && setup.feeding != Feeding::cut)
    at::set_num_threads(cores());  // of the products
  std::uint64_t step = 0;
  auto chosen = chosen_of(step, windows, setup.shape.batch);
  for (auto _ : state) {
    const auto later = chosen_of(step + 1, windows, setup.shape.batch);
    const TrainingBatch batch{windows, chosen, step}, next{windows, later, step + 1};
    benchmark::DoNotOptimize(gradients.backward(batch, &next));
    optimizer->step();
    chosen = later;
    ++step;
  }
  state.counters["windows"] = benchmark::Counter(static_cast<double>(setup.shape.batch * state.iterations()),
                                                 benchmark::Counter::kIsRate);
  state.counters["flop"] =
      benchmark::Counter(flops(config, setup.shape.batch, steps) * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
  state.counters["peak"] = peak_bytes();  // of the whole process, so run one benchmark alone
}

/// One network that a device cannot train must not end the others.
void training_or_error(benchmark::State& state, const Setup& setup) {
  try {
    training(state, setup);
  } catch (const std::exception& error) {
    state.SkipWithError(error.what());
  }
}

/// The speed of the machine: a product of square matrices on all cores.
void product(benchmark::State& state) {
  at::set_num_threads(cores());
  const auto a = at::randn({1024, 1024}), b = at::randn({1024, 1024});
  auto c = at::empty({1024, 1024});
  for (auto _ : state) at::mm_out(c, a, b);
  state.counters["flop"] = benchmark::Counter(
      2.0 * 1024 * 1024 * 1024 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void add(const std::string& name, const Setup& setup, const std::vector<std::vector<std::int64_t>>& sizes) {
  auto* added = benchmark::RegisterBenchmark(
      name.c_str(), [setup](benchmark::State& state) { training_or_error(state, setup); });
  for (const auto& size : sizes) added->Args(size);
  added->UseRealTime()->MinWarmUpTime(0.5);
}

/// device/KIND/DEVICE/PRECISION/FEEDING, for every device of this machine.
void add_devices() {
  const auto add_one = [](const std::string& kind, const std::vector<std::int64_t>& size,
                          torch::Device device, Feeding feeding, const char* fed) {
    for (const auto precision : {PrecisionChoice::float32, PrecisionChoice::bf16})
      add(fmt::format("device/{}/{}/{}/{}", kind, device.is_cpu() ? "cpu" : "cuda", name_of(precision), fed),
          {kind, RecurrentBackend::automatic, precision, device, feeding, {}}, {size});
  };
  for (const auto& [kind, size] : std::vector<std::pair<std::string, std::vector<std::int64_t>>>{
           {"lstm", {128, 144}}, {"gru", {128, 144}}, {"cnn", {64, 288}}}) {
    add_one(kind, size, torch::kCPU, Feeding::cut, "cut");
    if (!torch::cuda::is_available()) continue;
    add_one(kind, size, torch::kCUDA, Feeding::prefetched, "prefetched");
    add_one(kind, size, torch::kCUDA, Feeding::resident, "resident");
  }
}

BENCHMARK(product)->UseRealTime();

}  // namespace
}  // namespace symh

int main(int argc, char** argv) {
  for (const std::string kind : {"lstm", "gru", "rnn"})
    for (const auto backend : {symh::RecurrentBackend::onednn, symh::RecurrentBackend::torch})
      symh::add("training/" + kind + "_" + std::string(name_of(backend)), {kind, backend},
                {{64, 48}, {128, 144}});
  symh::add("training/cnn_auto", {"cnn"}, {{32, 144}, {64, 288}});
  symh::add("bundled/cnn", {.kind = "cnn", .shape = symh::bundled()}, {{32, 144}, {32, 48}});
  // A batch is one part there, whose products are split over the threads.
  const symh::Setup inside{.feeding = symh::Feeding::prefetched};
  for (const std::string kind : {"lstm", "gru", "rnn"})
    symh::add("inside/" + kind, inside.of(kind), {{64, 48}, {128, 144}});
  symh::add("inside/cnn", inside.of("cnn"), {{32, 144}, {64, 288}});
  symh::add_devices();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
