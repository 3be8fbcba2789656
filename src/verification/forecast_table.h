#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "trajectories/odds.h"
#include "verification/seen_in_training.h"

namespace symh {

/// The phase of a storm at a valid time: before or at the minimum, after it, or outside all storms.
enum class StormPhase : std::uint8_t { quiet, main, recovery };
inline constexpr std::array<std::string_view, 3> storm_phase_names{"quiet", "main", "recovery"};

/// Forecasts of one lead time, from a model and its baselines on the same samples, with the observations.
/// Each vector has one entry for each sample; NaN = missing.
struct LeadTimeForecasts {
  Minutes lead_time{0};
  std::vector<Time> issue_time;
  std::vector<int> storm;         ///< index into ForecastTable::storms, -1 outside any
  std::vector<StormPhase> phase;  ///< empty if storms are not labelled
  std::vector<float> observed_nt;
  std::vector<float> forecast_nt;
  /// By name; "persistence" is always there, and NaN throughout if the target does not come at all.
  std::map<std::string, std::vector<float>> baselines_nt;
  /// The 5-95 % band and the median; empty if the model has none.
  std::vector<float> q05_nt, q50_nt, q95_nt;
  /// Probability of each storm level, [sample][level]; empty unless the model is a classification.
  std::vector<std::vector<float>> level_probabilities;
  std::vector<Minutes> lateness = {};  ///< of the target at the issue time; empty where all are alike
  /// How strongly the solar wind drives the ring current at the issue time: the mean VBs that
  /// RingCurrentForecasts::mean_vbs_mv_m() has; empty where the solar wind is not known.
  std::vector<float> drive_mv_m = {};
};

/// The lowest value of the target from each issue time, included, to the end of a window, as sample paths
/// forecast it.
struct WindowForecasts {
  /// lead_time is the length of the window. Forecast and band are the mean and the quantiles of the minima of
  /// the paths; persistence is the value at the issue time.
  LeadTimeForecasts minimum;
  std::size_t members = 0;
  std::vector<float> minima_nt;  ///< [sample][member], in rising order
  /// Where the members are no longer known: the chance of each of odds_thresholds_nt that they gave.
  std::array<std::vector<double>, odds_thresholds_nt.size()> chances = {};
};

/// The input of a verification.
struct ForecastTable {
  std::string model;
  std::string target = "sym_h";
  Minutes cadence{5};
  std::vector<std::string> storms;  ///< one label for each storm, such as `2003-10-29 -432 nT`
  std::vector<LeadTimeForecasts> leads;
  std::vector<std::string> without = {};  ///< channels that the user asked to treat as missing
  SeenInTraining seen = {};
  std::vector<WindowForecasts> windows = {};  ///< empty where nobody asked for them
};

}  // namespace symh
