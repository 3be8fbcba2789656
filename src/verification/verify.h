#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "verification/bands.h"
#include "verification/chance_scores.h"
#include "verification/forecast_table.h"
#include "verification/groups.h"
#include "verification/interval.h"
#include "verification/scores.h"
#include "verification/storm_scores.h"
#include "verification/thresholds.h"
#include "verification/warnings.h"

namespace symh {

struct LeadTimeScores {
  Minutes lead_time{0};
  std::size_t missing = 0;  ///< samples left out: they have no observation, persistence or forecast
  Scores model;
  Interval rmse_interval;  ///< 95 %, block bootstrap
  /// A baseline that has no forecast for some samples is scored on the others (see its `samples`).
  std::map<std::string, Scores> baselines;
  std::map<std::string, Interval> baseline_rmse_interval;
  std::map<std::string, double> skill;  ///< 1 - MSE/MSE_baseline
  std::map<std::string, Interval> skill_interval;
  std::vector<ThresholdScores> thresholds;  ///< -50, -100, -250 nT
  std::vector<ThresholdScores> persistence_thresholds;
  std::vector<StormScores> storms;
  std::vector<GroupScores> groups;
  std::optional<BandScores> band;
  std::optional<ChanceScores> chances;  ///< of the distributions; absent without a band
  std::vector<WarningScores> warnings, persistence_warnings;
  MinimumScores minima, persistence_minima;
  int best_lag_samples =
      0;  ///< lag (samples) at which forecast and observation correlate best; lead = a copied last value
  Minutes best_lag{0};  ///< the same in minutes
  /// Classification only: the number of samples with an observation, persistence and all probabilities.
  std::size_t classified = 0;
  std::vector<std::vector<std::size_t>> confusion;  ///< [observed level][forecast level]
  double brier = 0, cross_entropy = 0, accuracy = 0;
  double persistence_brier = 0, persistence_accuracy = 0;  ///< of the forecast "the level does not change"

  /// True if persistence has the lower RMSE, or Brier score if the model forecasts only levels.
  bool loses_to_persistence() const;
  /// True if the best lag is the lead time to a tenth: the forecast is little more than the last value.
  bool copies_last_value() const;
};

struct Verification {
  std::string model, target;
  std::vector<LeadTimeScores> leads;
  /// The chances of the lowest value within a window, whose length is lead_time; all else is empty.
  std::vector<LeadTimeScores> windows = {};
  std::vector<std::string> without = {};  ///< channels that the user asked to treat as missing
  SeenInTraining seen = {};
  /// True if it holds for any lead time.
  bool loses_to_persistence() const;
};

struct VerifyOptions {
  std::vector<float> thresholds_nt{-50.F, -100.F, -250.F};
  int bootstrap_samples = 500;
  Minutes block{24 * 60};
  unsigned seed = 1;
};

/// Scores a model and its baselines on the same samples: those with an observation, a model forecast and
/// persistence. Throws DataError if the table is incomplete, UsageError for options that make no sense.
Verification verify(const ForecastTable& table, const VerifyOptions& options = {});

}  // namespace symh
