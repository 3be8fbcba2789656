#pragma once
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "models/baselines.h"
#include "models/kinds.h"
#include "models/model.h"

namespace symh {

/// A wave with some structure, long enough for small windows: 5-minute SYM-H and ASY-H.
inline Series wavy_series(std::size_t count) {
  Series series;
  series.cadence = Minutes{5};
  series.segments = {{make_time(2003, 11, 20), 0, count}};
  series.status.assign(count, Status::definitive);
  for (const auto* name : {"sym_h", "asy_h"}) {
    auto& values = series.add(name).values;
    for (std::size_t i = 0; i < count; ++i)
      values[i] = -60.F + 50.F * std::sin(0.07F * static_cast<float>(i)) +
                  8.F * std::cos(0.9F * static_cast<float>(i) + static_cast<float>(series.channels.size()));
  }
  return series;
}

inline Config tiny_config(const std::string& toml = "") {
  auto settings = std::vector<std::string>{};
  auto config = parse_config(
      "[windows]\nlookback = \"1h\"\nhorizon = [\"10m\", \"30m\"]\n"
      "channels = [\"sym_h\", \"asy_h\"]\n" +
          toml,
      "tiny", settings);
  config.model.units = 6;
  config.model.head_units = 5;
  config.model.filters = {4, 4};
  config.model.kernels = {3, 3};
  config.model.strides = {1, 2};
  config.model.padding = 1;
  config.model.trees = 8;
  config.model.tree_leaf_samples = 5;
  config.training.batch_size = 32;
  config.training.epochs = 3;
  return config;
}

/// Windows of a series under a configuration, with their scaling.
inline std::unique_ptr<Windows> tiny_windows(const Config& config, std::size_t count = 400) {
  const auto prepared = std::make_shared<const Prepared>(prepare(wavy_series(count), config.windows));
  auto rows = issue_rows(*prepared, config.windows, true).rows;
  auto scaling = fit_scaling(*prepared, rows, config.windows);
  return std::make_unique<Windows>(prepared, config.windows, scaling, std::move(rows));
}

/// Fits closed forms on all windows and leaves networks at their random start.
class QuickTeacher : public Teacher {
 public:
  explicit QuickTeacher(const Windows& windows) : windows_(windows) {}
  void train(Network&) override {}
  void fit(ClosedForm& model) override {
    model.fit(
        [&](const std::function<void(const Batch&)>& take) { take(windows_.batch(0, windows_.size())); });
  }

 private:
  const Windows& windows_;
};

/// A model of any kind with fitted baselines; a network has random weights.
inline Model tiny_model(const Config& config) {
  const auto windows = tiny_windows(config);
  QuickTeacher teacher(*windows);
  Model model{config,
              windows->scaling(),
              make_forecaster(config),
              make_baselines(config.windows.horizon),
              {{"seed", 1}}};
  model.forecaster->learn(teacher);
  for (auto& baseline : model.baselines) baseline->learn(teacher);
  return model;
}

/// A configuration that every kind can work with: what it corrects is a ring-current forecast without wind.
inline Config tiny_config_of(const Kind& kind) {
  return tiny_config("predict = \"correction\"\ndrivers = \"optional\"\n[model]\nkind = \"" +
                     std::string(kind.name) + "\"\n");
}

}  // namespace symh
