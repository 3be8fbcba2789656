#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "experiments/draw.h"
#include "experiments/halving.h"

namespace symh {

/// One line of trials.csv.
struct TrialResult {
  TrialRun run;
  std::int64_t epochs = 0;
  bool failed = false;
  std::vector<double> rmse;  ///< for each lead time, in the unit of the target
  /// The same divided by the RMSE of persistence on the same samples; of the ring-current law where no value
  /// of the target has come (tune.index_age "none").
  std::vector<double> relative_rmse;
  std::int64_t samples = 0;    ///< number of scored samples, over all lead times
  double seconds = 0;          ///< of training
  double elapsed_seconds = 0;  ///< of the whole search when it ended

  /// The objective to minimise: the mean of relative_rmse over lead times; NaN for a failed run.
  double objective() const;
};

Objectives objectives_of(const std::vector<TrialResult>& results);

/// The finished run with the lowest objective, among equal ones the earlier trial; null if none finished.
const TrialResult* best_of(const std::vector<TrialResult>& results);

/// `trial,rung,epochs,state,objective,rmse_1h,...,relative_rmse_1h,...,samples,seconds,elapsed_seconds`, then
/// each ranged key. One row for each run, in the order of their ends.
std::string trials_csv(const Config& config, const std::vector<TrialResult>& results);
/// Reads trials.csv; draws the ranged keys again from the trial's number. Throws DataError with file:line if
/// the text is not from trials_csv for `config`.
std::vector<TrialResult> read_trials_csv(const std::string& text, const std::string& origin,
                                         const Config& config);

/// A drawn value without the quotes of TOML.
std::string plain_value(const Drawn& drawn);

}  // namespace symh
