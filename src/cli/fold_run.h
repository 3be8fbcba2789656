#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "artifact/model.h"
#include "training/folds.h"
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

/// Trains the model on what the fold keeps, and writes it with its forecasts of what the fold leaves out.
void train_fold(const FoldRun& run, const std::filesystem::path& folder);

/// True where train_fold has written everything. Throws UsageError where what it wrote was made with another
/// configuration.
bool fold_is_done(const FoldRun& run, const std::filesystem::path& folder);

/// Puts the forecasts of what the fold left out into the rows of `table`, whose issue times are kind.rows.
void read_left_out(const FoldRun& run, const std::filesystem::path& folder, ForecastTable& table);

}  // namespace symh::cli
