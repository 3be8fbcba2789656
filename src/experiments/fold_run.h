#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "saved/model.h"
#include "training/folds.h"
#include "training/trainer.h"
#include "verification/forecast_table.h"

namespace symh::cli {

/// One kind of model of an ensemble: its data as it sees them, and its folds.
struct Kind {
  Config config;
  std::shared_ptr<const Prepared> prepared;
  std::vector<std::shared_ptr<const Prepared>> degraded;  ///< see degraded_series; the last has no driver
  Rows rows;                                              ///< issue times with a target
  std::vector<Fold> folds;
  bool with_baselines = false;  ///< the first start of each fold fits the baselines on the same windows
};

/// What a fold's model forecasts: what the fold left out, as it was measured or with all solar wind missing;
/// or the fold's validation part, where it has one.
enum class FoldData { as_measured, without_solar_wind, validation };

/// One model to train: a kind, a start and a fold.
struct FoldRun {
  const Kind* kind = nullptr;
  std::int64_t start = 0;
  std::size_t fold = 0;

  /// KIND-sSTART-fFOLD; of a backtest KIND-sSTART-PERIOD
  std::string name() const;
  const Fold& part() const { return kind->folds[fold]; }
  /// Of this one model; the best epoch is kept only where the fold has a validation part to choose it.
  Config config() const;
};

/// What a model trains on and what it is scored on.
struct FoldWindows {
  std::unique_ptr<Windows> train, left_out;
  std::unique_ptr<Windows> left_out_without_wind = {};  ///< null where the kind has no degraded data
  std::unique_ptr<Windows> validation = {};             ///< null where the fold has none
  std::vector<std::unique_ptr<Windows>> degraded =
      {};  ///< the training windows as they are when drivers fail
};

FoldWindows windows_of(const Kind& kind, const Fold& fold);

/// Fits or trains model.config on the windows, a network from `checkpoint` where it exists; the history of a
/// network, nothing of what is fitted at once.
std::vector<EpochRecord> fit_or_train(Model& model, const FoldWindows& windows,
                                      const std::filesystem::path& checkpoint,
                                      const TrainingHooks& hooks = {});

/// Trains the model on what the fold keeps, unless the folder holds it already, and writes it with its
/// forecasts of what the fold leaves out; where the solar wind may be missing, also those without it.
void train_fold(const FoldRun& run, const std::filesystem::path& folder);

/// True where train_fold has written everything. Throws UsageError where what it wrote was made with another
/// configuration.
bool fold_is_done(const FoldRun& run, const std::filesystem::path& folder);

/// Puts the forecasts of what the fold left out into the rows of `table`, whose issue times are kind.rows. A
/// kind that takes no solar wind forecasts without it as it does with it.
void read_left_out(const FoldRun& run, const std::filesystem::path& folder, ForecastTable& table,
                   FoldData data = FoldData::as_measured);

/// The forecasts of one part of a fold, beside what was observed and the baselines.
ForecastTable read_forecasts(const FoldRun& run, const std::filesystem::path& folder, FoldData data);

}  // namespace symh::cli
