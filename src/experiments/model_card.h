#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "forecasting/weigh.h"
#include "job/config.h"
#include "reporting/age_report.h"
#include "verification/verify.h"

namespace symh {

/// RMSE [nT] at one lead time with a raw real-time feed of the solar wind (as_raw_feed), beside that with the
/// data as they are, at the same issue times.
struct RawFeedScores {
  Minutes lead_time{0};
  std::size_t samples = 0;
  double clean_nt = 0, raw_nt = 0, persistence_nt = 0;
};

/// A row for each lead time, for the terminal, the model card and JSON.
Table raw_feed_table(const std::vector<RawFeedScores>& scores);

/// The facts that a model's card states.
struct CardFacts {
  std::vector<std::string> members;
  std::string first, last;  ///< training period
  std::size_t files = 0;
  Verification out_of_fold;
  std::vector<LeadContributions> worth;
  /// One for each lead time; empty for a model that needs solar wind.
  std::vector<double> rmse_without_solar_wind_nt;
  std::vector<AgedScores> when_late;  ///< out of fold; empty if no member bridges the gap of a late target
  /// The same with estimates from simulated observatories; empty if no member takes them.
  std::vector<AgedScores> with_stations = {};
  std::vector<RawFeedScores> raw_feed = {};  ///< out of fold; empty if no member takes solar wind
};

/// The channels that the data must have so that the model is a good choice; not the target of a model that
/// bridges the gap of a late target and does without any.
std::vector<std::string> channels_needed(const Config& config);

/// card.json: `symh models` lists it, and the choice of the best model depends on it.
nlohmann::json card_json(const Config& config, const CardFacts& facts);

/// card.md: inputs, training period, members, scores with intervals and those of the baselines, limits.
std::string card_text(const Config& config, const CardFacts& facts);

}  // namespace symh
