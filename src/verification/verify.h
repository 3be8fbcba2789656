#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "verification/forecast_table.h"

namespace symh {

struct Interval {
  double low = 0, high = 0;
};

/// Continuous scores of one forecast on one set of samples.
struct Scores {
  std::size_t samples = 0;
  double rmse = 0, mae = 0, bias = 0, correlation = 0, r2 = 0;
  double bfe = 0;  ///< binned forecasting error, 10-nT bins of the observed value (benchmark.md)
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

struct StormScores {
  std::string storm;
  Scores model;
  std::map<std::string, Scores> baselines;
  PeakScores peak;
};

struct LeadTimeScores {
  Minutes lead_time{0};
  std::size_t missing = 0;  ///< samples without observation or forecast, left out and counted
  Scores model;
  Interval rmse_interval;  ///< 95 %, block bootstrap
  std::map<std::string, Scores> baselines;
  std::map<std::string, double> skill;  ///< 1 - MSE/MSE_baseline
  std::map<std::string, Interval> skill_interval;
  std::vector<ThresholdScores> thresholds;  ///< -50, -100, -250 nT
  std::vector<StormScores> storms;
  int best_lag_samples =
      0;  ///< lag (samples) at which forecast and observation correlate best; lead = a copied last value
  /// Classification only.
  std::vector<std::vector<std::size_t>> confusion;  ///< [observed level][forecast level]
  double brier = 0, cross_entropy = 0, accuracy = 0;
};

struct Verification {
  std::string model, target;
  std::vector<LeadTimeScores> leads;
  bool loses_to_persistence() const;
};

struct VerifyOptions {
  std::vector<float> thresholds_nt{-50.F, -100.F, -250.F};
  int bootstrap_samples = 500;
  Minutes block{24 * 60};
  unsigned seed = 1;
};

Scores score(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt);
ThresholdScores score_threshold(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt,
                                float threshold_nt);

/// Scores a model and its baselines on the same samples: those where observation, model and persistence are
/// there.
Verification verify(const ForecastTable& table, const VerifyOptions& options = {});

nlohmann::json to_json(const Verification& verification);
/// Tables for a terminal of 80 columns.
std::string to_text(const Verification& verification);
/// `issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt`, one row a forecast.
std::string forecasts_csv(const ForecastTable& table);

}  // namespace symh
