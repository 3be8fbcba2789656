#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/time.h"

namespace symh {

/// Where in a storm a valid time lies: before or at its minimum, after it, or in none.
enum class StormPhase : std::uint8_t { quiet, main, recovery };

/// Forecasts of one lead time, from a model and its baselines on the same samples, beside what was observed.
/// All vectors have one entry a sample; NaN = missing.
struct LeadTimeForecasts {
  Minutes lead_time{0};
  std::vector<Time> issue_time;
  std::vector<int> storm;         ///< index into ForecastTable::storms, -1 outside any
  std::vector<StormPhase> phase;  ///< empty where storms are not labelled
  std::vector<float> observed_nt;
  std::vector<float> forecast_nt;
  /// By name; "persistence" is always there.
  std::map<std::string, std::vector<float>> baselines_nt;
  /// The 5-95 % band and the median, where the model has them; else empty.
  std::vector<float> q05_nt, q50_nt, q95_nt;
  /// Classification only: probability of each storm level, [sample][level]; else empty.
  std::vector<std::vector<float>> level_probabilities;
};

/// What a verification starts from.
struct ForecastTable {
  std::string model;
  std::string target = "sym_h";
  Minutes cadence{5};
  std::vector<std::string> storms;  ///< a label each, such as `2003-10-29 -432 nT`
  std::vector<LeadTimeForecasts> leads;
  std::vector<std::string> without = {};  ///< channels that were taken as missing, on purpose
};

}  // namespace symh
