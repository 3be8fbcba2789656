#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "core/listener.h"
#include "experiments/origins.h"
#include "experiments/run_report.h"
#include "experiments/shard.h"
#include "job/config.h"

namespace symh {

struct BacktestOptions {
  std::filesystem::path folder;  ///< as prepare_backtest_folder left it
  Time from;                     ///< the first origin
  OriginStep every;
  std::optional<Time> until;    ///< end of the last period; nothing: end of the data
  int bootstrap_samples = 500;  ///< resamplings of day blocks for the 95 % intervals
  bool use_cache = true;        ///< use the cache of parsed text files
  /// Scores as if SYM-H came so late (rising; no_index_age: not at all), every half hour; empty: as it is.
  std::vector<Minutes> index_ages = {};
  std::optional<Shard> shard = {};  ///< as RunOptions::shard
};

/// Throws UsageError for a configuration that cannot be backtested, or not at the ages. Call it before you
/// make folders or read data.
void check_backtest(const Config& config, const std::vector<Minutes>& index_ages, Listener& listener);

/// At each origin trains the models and fits the baselines on the data before it, and forecasts up to the
/// next origin; then scores each period and all periods together. Does not train finished origins in
/// `origins/` again. Writes `config.toml`, `forecasts.csv`, `metrics.json` and `report.html`; for several
/// ages one file of forecasts each, such as `forecasts-3h.csv`, and the scores by age.
RunReport backtest(const Config& config, const BacktestOptions& options, Listener& listener);

}  // namespace symh
