#pragma once
#include <array>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verification/forecast_table.h"

namespace symh {

/// Both ends are NaN where there is too little to tell from (fewer than two blocks).
struct Interval {
  double low = 0, high = 0;
};

/// Continuous scores of one forecast on one set of samples; NaN where undefined. An error is forecast minus
/// observed.
struct Scores {
  std::size_t samples = 0;
  std::vector<double> values;  ///< one a metric, in the order of all_metrics()
  /// By the key of the metric; NaN where nothing was scored. Throws std::out_of_range for an unknown key.
  double at(std::string_view key) const;
};

/// Contingency scores for "observed at or below threshold".
struct ThresholdScores {
  float threshold_nt = 0;
  std::size_t hits = 0, misses = 0, false_alarms = 0, correct_negatives = 0;
  double pod = 0, far = 0, heidke = 0, true_skill = 0;  ///< NaN where undefined
};

/// How well the deepest point of one storm was forecast.
struct PeakScores {
  double observed_minimum_nt = 0, forecast_minimum_nt = 0;
  double peak_error_nt = 0;         ///< forecast minus observed minimum
  double timing_error_minutes = 0;  ///< forecast minus observed time of minimum
};

/// How true a 5-95 % band is; NaN where there is no sample.
struct BandScores {
  static constexpr float storm_nt = -100.F;
  std::size_t samples = 0;
  double coverage = 0;       ///< share of observations inside; 0.9 is true
  double mean_width_nt = 0;  ///< the narrower the better at the same coverage
  std::size_t storm_samples = 0;
  double storm_coverage = 0;            ///< the same where at most storm_nt was observed
  std::array<double, 3> pinball_nt{};   ///< mean pinball loss of the 5, 50 and 95 % quantile
  std::array<double, 3> share_below{};  ///< share of observations at or below each; 0.05, 0.5, 0.95 are true
};

/// Model and persistence on a part of the samples.
struct GroupScores {
  std::string by;    ///< phase or level
  std::string name;  ///< main, recovery, quiet; or the storm level observed
  Scores model, persistence;
};

struct StormScores {
  std::string storm;
  Scores model;
  std::map<std::string, Scores> baselines;
  std::map<std::string, double> skill;  ///< 1 - MSE/MSE_baseline
  PeakScores peak;
  PeakScores persistence_peak;
  std::vector<ThresholdScores> thresholds, persistence_thresholds;
};

struct LeadTimeScores {
  Minutes lead_time{0};
  std::size_t missing = 0;  ///< samples without observation, persistence or forecast: left out and counted
  Scores model;
  Interval rmse_interval;  ///< 95 %, block bootstrap
  /// A baseline that misses some of the samples is scored, and compared, on the others (see its `samples`).
  std::map<std::string, Scores> baselines;
  std::map<std::string, Interval> baseline_rmse_interval;
  std::map<std::string, double> skill;  ///< 1 - MSE/MSE_baseline
  std::map<std::string, Interval> skill_interval;
  std::vector<ThresholdScores> thresholds;  ///< -50, -100, -250 nT
  std::vector<ThresholdScores> persistence_thresholds;
  std::vector<StormScores> storms;
  std::vector<GroupScores> groups;
  std::optional<BandScores> band;
  int best_lag_samples =
      0;  ///< lag (samples) at which forecast and observation correlate best; lead = a copied last value
  Minutes best_lag{0};  ///< the same in minutes
  /// Classification only: the samples with an observation, persistence and all probabilities.
  std::size_t classified = 0;
  std::vector<std::vector<std::size_t>> confusion;  ///< [observed level][forecast level]
  double brier = 0, cross_entropy = 0, accuracy = 0;
  double persistence_brier = 0, persistence_accuracy = 0;  ///< of "the level stays as it is"

  /// By RMSE, or by the Brier score where a model forecasts levels only.
  bool loses_to_persistence() const;
  /// The best lag is the lead time, to a tenth: the forecast is little but the last value seen.
  bool copies_last_value() const;
};

struct Verification {
  std::string model, target;
  std::vector<LeadTimeScores> leads;
  std::vector<std::string> without = {};  ///< channels that were taken as missing, on purpose
  /// On any lead time.
  bool loses_to_persistence() const;
};

struct VerifyOptions {
  std::vector<float> thresholds_nt{-50.F, -100.F, -250.F};
  int bootstrap_samples = 500;
  Minutes block{24 * 60};
  unsigned seed = 1;
};

/// Over the pairs where both values are there; throws DataError where the sizes differ.
Scores score(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt);
/// Over the pairs where both values are there; an event is a value at or below the threshold.
ThresholdScores score_threshold(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt,
                                float threshold_nt);

std::vector<ThresholdScores> score_thresholds(const std::vector<float>& observed_nt,
                                              const std::vector<float>& forecast_nt,
                                              const std::vector<float>& thresholds_nt);

/// Scores a model and its baselines on the same samples: those where observation, model and persistence are
/// there. Throws DataError where the table is not whole, UsageError where the options make no sense.
Verification verify(const ForecastTable& table, const VerifyOptions& options = {});

/// Everything there is; undefined scores are null.
nlohmann::json to_json(const Verification& verification);
/// Tables for a terminal of 80 columns.
std::string to_text(const Verification& verification);
/// `issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt` (and
/// `q05_nt,q50_nt,q95_nt` where the model has them), one row a forecast, by
/// lead time, then issue time. Missing forecasts have no row, other missing values are empty.
std::string forecasts_csv(const ForecastTable& table);

}  // namespace symh
