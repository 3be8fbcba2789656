#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "artifact/model.h"
#include "training/folds.h"
#include "training/trainer.h"
#include "verification/forecast_table.h"

namespace symh::cli {

/// One kind of model of an ensemble: its data as it sees them, and its folds.
struct Kind {
  Config config;
  std::shared_ptr<const Prepared> prepared;
  std::vector<std::shared_ptr<const Prepared>> degraded;  ///< without drivers; see without_drivers
  std::vector<std::int64_t> rows;                         ///< issue times with a target
  std::vector<Fold> folds;
};

/// One model to train: a kind, a start and a fold.
struct FoldRun {
  const Kind* kind = nullptr;
  std::int64_t start = 0;
  std::size_t fold = 0;

  /// KIND-sSTART-fFOLD
  std::string name() const;
  /// Of this one model.
  Config config() const;
};

/// What a model trains on and what it is scored on.
struct FoldWindows {
  std::unique_ptr<Windows> train, left_out;
  std::vector<std::unique_ptr<Windows>> degraded;  ///< the training windows as they are when drivers fail
};

/// The data as this configuration sees them, and the folds of their storms.
Kind make_kind(Config config, const Series& data);

FoldWindows windows_of(const Kind& kind, const Fold& fold);

/// Fits or trains model.config on the windows, a network from `checkpoint` where it exists; the history of a
/// network, nothing of what is fitted at once.
std::vector<EpochRecord> fit_or_train(Model& model, const FoldWindows& windows,
                                      const std::filesystem::path& checkpoint,
                                      const TrainingHooks& hooks = {});

/// Trains the model on what the fold keeps, and writes it with its forecasts of what the fold leaves out.
void train_fold(const FoldRun& run, const std::filesystem::path& folder);

/// True where train_fold has written everything. Throws UsageError where what it wrote was made with another
/// configuration.
bool fold_is_done(const FoldRun& run, const std::filesystem::path& folder);

/// Puts the forecasts of what the fold left out into the rows of `table`, whose issue times are kind.rows.
void read_left_out(const FoldRun& run, const std::filesystem::path& folder, ForecastTable& table);

}  // namespace symh::cli
