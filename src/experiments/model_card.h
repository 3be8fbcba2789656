#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "forecasting/weigh.h"
#include "job/config.h"
#include "verification/verify.h"

namespace symh::cli {

/// What stands on a model's card besides its scores.
struct CardFacts {
  std::vector<std::string> members;
  std::string first, last;  ///< training period
  std::size_t files = 0;
  Verification out_of_fold;
  std::vector<LeadContributions> worth;
  std::vector<double> rmse_without_solar_wind_nt;  ///< one a lead time; empty where it cannot do without any
};

/// The channels that must be in the data for the model to be worth taking.
std::vector<std::string> channels_needed(const Config& config);

/// card.json: what `symh models` lists and by what the best model is chosen.
nlohmann::json card_json(const Config& config, const CardFacts& facts);

/// card.md: inputs, training period, members, scores with intervals beside the baselines, limits.
std::string card_text(const Config& config, const CardFacts& facts);

}  // namespace symh::cli
