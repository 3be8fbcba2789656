#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "forecasting/weigh.h"
#include "job/config.h"
#include "verification/verify.h"

namespace symh {

/// The facts that a model's card states.
struct CardFacts {
  std::vector<std::string> members;
  std::string first, last;  ///< training period
  std::size_t files = 0;
  Verification out_of_fold;
  std::vector<LeadContributions> worth;
  /// One a lead time; empty for a model that needs solar wind.
  std::vector<double> rmse_without_solar_wind_nt;
};

/// The channels that the data must have for the model to be worth choosing.
std::vector<std::string> channels_needed(const Config& config);

/// card.json: what `symh models` lists, and what the choice of the best model goes by.
nlohmann::json card_json(const Config& config, const CardFacts& facts);

/// card.md: inputs, training period, members, scores with intervals beside the baselines, limits.
std::string card_text(const Config& config, const CardFacts& facts);

}  // namespace symh
