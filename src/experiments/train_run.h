#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.h"
#include "experiments/gradients.h"
#include "saved/model.h"
#include "training/trainer.h"
#include "windows/windows.h"

namespace symh::cli {

/// Builds the model of each [[member]], or the one there is, untrained: what cannot be built is said before
/// the data are read. Throws UsageError.
void check_kinds(const Config& config);

/// The data of a job as they were read.
struct TrainingSeries {
  Series train;
  std::optional<Series> validation;  ///< data.validation; nothing where [split] parts data.train
};

/// Training and validation windows of a job, and where they came from.
struct TrainingData {
  std::shared_ptr<const Prepared> train_prepared, validation_prepared;
  std::unique_ptr<Windows> train, validation;
  /// The training windows as they are when drivers fail; windows.drivers = "optional" only.
  std::vector<std::unique_ptr<Windows>> degraded;
  WindPosition solar_wind_at = WindPosition::unknown;
  nlohmann::json provenance;  ///< files with SHA-256, periods, counts of what was left out
};

/// Loads what the configuration names; `provenance` gets the files' hashes and periods.
TrainingSeries load_training_series(const Config& config, nlohmann::json& provenance, const Common& common);

/// Prepares, splits and scales; the scaling sees training windows only.
TrainingData make_training_data(TrainingSeries series, const Config& config, nlohmann::json provenance);

/// Both in one.
TrainingData load_training_data(const Config& config, const Common& common);

/// Fits the baselines on the training windows.
std::vector<std::unique_ptr<Baseline>> fit_baselines(const Config& config, const Windows& train);

/// Loads the files of one part of a job; `provenance` gets their hashes and period under `name`.
Series load_part(const std::vector<std::string>& paths, const Config& config, const char* name,
                 nlohmann::json& provenance, const Common& common);

/// What data.solar_wind_at of a trained model says: where its training data were measured, as far as known.
WindPosition known_position(WindPosition position, const Config& config);

/// For windows.drivers = "optional": the series without its field, without its plasma, and without both; else
/// nothing.
std::vector<Series> degraded_series(const Series& series, const WindowsConfig& config);

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
  ProcessGroup* group = nullptr;  ///< of which the first process alone writes files
};

/// Trains one start with a progress bar; history.csv in `folder` is that of this start, up to the last whole
/// epoch. The first Ctrl-C ends it after the step under way.
SeedResult train_seed(Config config, const TrainingData& data, const std::filesystem::path& folder,
                      const SeedOptions& options, const Common& common);

}  // namespace symh::cli
