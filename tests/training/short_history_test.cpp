// Training on drawn history lengths (windows.lookback_min), on the simplest problem where lengths matter: a
// level behind noise. The best forecast from n samples is their mean, pulled a little to zero, so the weight
// of one sample depends on n. A network that was trained on 16 samples alone weighs each as one of 16.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "models/kinds.h"
#include "physics/random.h"
#include "temporary_folder.h"
#include "training/trainer.h"

namespace symh {
namespace {

constexpr double noise_nt = 0.5;  // levels have a spread of 1 nT
constexpr int longest = 16;

/// Sequences with gaps between them: samples of level + noise, then the level, which is the target.
Series levels_behind_noise(int sequences, int length, unsigned seed) {
  Random random(seed);
  const auto rows = static_cast<std::size_t>(length) + 1;
  Series series;
  series.status.assign(static_cast<std::size_t>(sequences) * rows, Status::unknown);
  for (const auto* name : {"value", "level"}) series.add(name).values.assign(series.status.size(), missing);
  for (std::size_t first = 0; first < series.status.size(); first += rows) {
    series.segments.push_back({make_time(2000, 1, 1) + Minutes{2 * static_cast<int>(first)}, first, rows});
    const double level = random.normal();
    for (std::size_t i = 0; i < rows; ++i)
      series.channels[0].values[first + i] = static_cast<float>(level + noise_nt * random.normal());
    series.channels[1].values[first + rows - 1] = static_cast<float>(level);
  }
  return series;
}

/// The best that n samples allow: the spread of the level once they are known.
double best_rmse(int samples) { return std::sqrt(1 / (1 + samples / (noise_nt * noise_nt))); }

std::unique_ptr<Windows> windows_of(Series series, const Config& config, const Scaling* known) {
  const auto prepared = std::make_shared<const Prepared>(prepare(std::move(series), config.windows));
  auto rows = issue_rows(*prepared, config.windows, true).rows;
  auto scaling = known != nullptr ? *known : fit_scaling(*prepared, rows, config.windows);
  return std::make_unique<Windows>(prepared, config.windows, std::move(scaling), std::move(rows));
}

/// A small GRU trained on sequences of 16 samples, and its forecasts from sequences of any length.
struct Trained {
  explicit Trained(const std::string& lookback_min, int sequences = 1000)
      : config(parse_config(
            "seed = 1\n[windows]\ncadence = \"1m\"\nlookback = \"16m\"\nhorizon = [\"1m\"]\nstride = \"1m\"\n"
            "channels = [\"value\"]\ntarget = \"level\"\npredict = \"level\"\nfill_limit = \"0m\"\n"
            "lookback_min = \"" +
                lookback_min +
                "\"\n[model]\nkind = \"gru\"\nunits = 16\nhead_units = 0\ndropout = 0.0\n"
                "[training]\nloss = \"mse\"\nweight_decay = 0.0\nbatch_size = 32\nepochs = 10\n"
                "learning_rate = 1e-2\nschedule = \"one_cycle\"\n",
            "levels")) {
    const auto training = windows_of(levels_behind_noise(sequences, longest, 1), config, nullptr);
    scaling = training->scaling();
    const auto validation = windows_of(levels_behind_noise(300, longest, 2), config, &scaling);
    const TemporaryFolder folder;
    torch::manual_seed(1);
    network = build_network(config);
    train_network(*network, *training, *validation, config, folder.path() / "c", false);
    config.windows.lookback_min = Minutes{1};  // forecast from whatever is there
  }

  /// Observed levels and forecasts [sequences], in nT.
  std::pair<torch::Tensor, torch::Tensor> forecast(Series series) const {
    const torch::NoGradGuard no_grad;
    const auto windows = windows_of(std::move(series), config, &scaling);
    const auto batch = windows->batch(0, windows->size());
    const auto output = network->forward(batch.inputs, batch.lengths, batch.head);
    return {batch.observed_nt.squeeze(1), to_nt(output, batch.base_nt, scaling).squeeze(1)};
  }

  double rmse(int samples) const {
    const auto [observed, forecasts] = forecast(levels_behind_noise(1000, samples, 3));
    return (forecasts - observed).square().mean().sqrt().item<double>();
  }

  Config config;
  Scaling scaling;
  std::shared_ptr<Network> network;
};

TEST(ShortHistory, DrawnLengthsTeachToForecastFromWhateverIsThere) {
  const Trained drawn("1m"), whole("0m");
  for (const int samples : {1, 2, 4, 8}) {
    EXPECT_LT(drawn.rmse(samples), 1.2 * best_rmse(samples)) << samples;
    EXPECT_GT(whole.rmse(samples), (samples <= 4 ? 1.5 : 1.0) * drawn.rmse(samples)) << samples;
  }
  EXPECT_LT(drawn.rmse(longest), 1.2 * best_rmse(longest)) << "whole histories are not forgotten";
}

TEST(ShortHistory, AForecastDependsOnlyOnWhatIsThere) {
  const Trained drawn("1m", 100);
  auto series = levels_behind_noise(100, 3, 4);
  const auto before = drawn.forecast(series).second;
  ASSERT_EQ(before.size(0), 100);
  EXPECT_TRUE(at::isfinite(before).all().item<bool>());
  for (std::size_t s = 0; s < series.segments.size(); s += 2)  // every second sequence, across the gap
    for (std::size_t i = 0; i < 4; ++i) series.channels[0].values[series.segments[s].first + i] += 100.F;
  const auto after = drawn.forecast(series).second;
  const auto own = at::arange(1, 100, 2), other = at::arange(0, 100, 2);
  EXPECT_TRUE(at::equal(after.index_select(0, own), before.index_select(0, own)));
  EXPECT_FALSE(at::equal(after.index_select(0, other), before.index_select(0, other)));
}

}  // namespace
}  // namespace symh
