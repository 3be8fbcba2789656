#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>

#include "artifact/model.h"
#include "cli/commands.h"
#include "cli/gradients.h"
#include "training/trainer.h"
#include "windows/windows.h"

namespace symh::cli {

/// Training and validation windows of a job, and where they came from.
struct TrainingData {
  std::shared_ptr<const Prepared> train_prepared, validation_prepared;
  std::unique_ptr<Windows> train, validation;
  nlohmann::json provenance;  ///< files with SHA-256, periods, counts of what was left out
};

/// Loads, prepares, splits and scales what the configuration names; the scaling sees training windows only.
TrainingData load_training_data(const Config& config, const Common& common);

/// Fits the baselines on the training windows.
std::vector<std::unique_ptr<Baseline>> fit_baselines(const Config& config, const Windows& train);

/// One start of `seeds`.
struct SeedResult {
  std::int64_t seed = 0;
  TrainingResult training;
  std::shared_ptr<Network> network;
  std::vector<GradientRecord> gradients;  ///< only with --diagnose-gradients
};

struct SeedOptions {
  bool resume = false;
  bool diagnose_gradients = false;
};

/// Trains one start with a progress bar; the first Ctrl-C ends it after the step under way.
SeedResult train_seed(Config config, const TrainingData& data, const std::filesystem::path& folder,
                      const SeedOptions& options, const Common& common);

}  // namespace symh::cli
