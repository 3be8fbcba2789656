#pragma once
#include <filesystem>
#include <optional>

#include "core/listener.h"
#include "experiments/origins.h"
#include "experiments/run_report.h"
#include "job/config.h"

namespace symh {

struct BacktestOptions {
  std::filesystem::path folder;  ///< as prepare_backtest_folder left it
  Time from;                     ///< the first origin
  OriginStep every;
  std::optional<Time> until;    ///< end of the last period; nothing: of the data
  int bootstrap_samples = 500;  ///< resamplings of day blocks for the 95 % intervals
  bool use_cache = true;        ///< of parsed text files
};

/// Refuses a configuration that cannot be backtested, before any folder is made or any data are read. Throws
/// UsageError.
void check_backtest(const Config& config, Listener& listener);

/// Trains the models and fits the baselines anew at each origin on the data before it, forecasts up to the
/// next origin, and scores each period and all together. Finished origins in `origins/` are not trained
/// again. Writes `config.toml`, `forecasts.csv`, `metrics.json` and `report.html`.
RunReport backtest(const Config& config, const BacktestOptions& options, Listener& listener);

}  // namespace symh
