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
  std::optional<Time> until;    ///< end of the last period; nothing: end of the data
  int bootstrap_samples = 500;  ///< resamplings of day blocks for the 95 % intervals
  bool use_cache = true;        ///< use the cache of parsed text files
};

/// Throws UsageError for a configuration that cannot be backtested. Call it before you make folders or read
/// data.
void check_backtest(const Config& config, Listener& listener);

/// At each origin trains the models and fits the baselines on the data before it, and forecasts up to the
/// next origin; then scores each period and all periods together. Does not train finished origins in
/// `origins/` again. Writes `config.toml`, `forecasts.csv`, `metrics.json` and `report.html`.
RunReport backtest(const Config& config, const BacktestOptions& options, Listener& listener);

}  // namespace symh
