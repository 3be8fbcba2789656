#pragma once
#include <array>
#include <optional>
#include <vector>

#include "trajectories/trajectories.h"

namespace symh {

/// The levels [nT] whose chances a product gives.
inline constexpr std::array<float, 4> odds_thresholds_nt{-30.F, -50.F, -100.F, -250.F};
/// The windows from the issue time on; a model gives those that it reaches.
inline constexpr std::array<Minutes, 6> odds_windows{Minutes{60},  Minutes{120}, Minutes{180},
                                                     Minutes{360}, Minutes{720}, Minutes{1440}};
/// The lowest observation of a window is known if at least this share of its samples was observed.
inline constexpr double least_share_observed = 0.9;
/// The window and the level of the all-clear.
inline constexpr Minutes all_clear_window{360};
inline constexpr float all_clear_above_nt = -50.F;
/// The quantiles that a product gives at each lead time.
inline constexpr std::array<double, 7> odds_quantiles{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

/// A time, and the interval that holds it in nine of ten members.
struct TimeSpread {
  Time q05, median, q95;
};

/// The lowest value from the issue time, included, to the end of a window.
struct MinimumOdds {
  Minutes within{0};
  double mean_nt = 0;  ///< the expected minimum
  double q05_nt = 0, median_nt = 0, q95_nt = 0;
  TimeSpread when;                                              ///< when the minimum is reached first
  std::array<double, odds_thresholds_nt.size()> at_or_below{};  ///< chance for each of odds_thresholds_nt
};

/// When the target first reaches a level.
struct OnsetOdds {
  float threshold_nt = 0;
  double chance = 0;               ///< that it does, within the reach of the trajectories
  std::optional<TimeSpread> when;  ///< if it does; absent if no member does
};

/// The distribution at one lead time.
struct LeadOdds {
  Minutes lead_time{0};
  std::array<double, odds_quantiles.size()> quantiles_nt{};
  std::array<double, odds_thresholds_nt.size()> at_or_below{};
};

/// What a forecaster decides by, counted in the members of the trajectories and in nothing else.
struct Odds {
  Time issue_time;
  std::size_t members = 0;
  Minutes step{0};
  Minutes reach{0};                  ///< the longest lead time
  std::vector<MinimumOdds> minimum;  ///< for each of odds_windows that the trajectories reach
  std::vector<OnsetOdds> onset;      ///< for each of odds_thresholds_nt
  /// The chance that the target stays above all_clear_above_nt for all_clear_window; absent if the
  /// trajectories do not reach that far.
  std::optional<double> all_clear;
};

/// Counts the odds. `trajectories` must have members. A window that ends before `first_lead` is left out: a
/// model that forecasts a day ahead alone says nothing of the next hour.
Odds count_odds(const Trajectories& trajectories, Minutes first_lead = Minutes{0});

/// The share of the members that are at or below a threshold at the issue time or within `within` of it,
/// which must not be beyond the reach. The same share as that of count_odds() for its windows and thresholds.
double chance_at_or_below(const Trajectories& trajectories, float threshold_nt, Minutes within);

/// The distribution at a lead time, which must be a multiple of the step within the reach.
LeadOdds lead_odds(const Trajectories& trajectories, Minutes lead_time);

}  // namespace symh
