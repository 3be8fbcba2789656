#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "verification/verify.h"

namespace symh {

/// One period of a rolling-origin backtest, forecast by what was trained on the data before it alone.
struct PeriodScores {
  Time from, until;  ///< issue times from `from` up to, but not at, `until`
  std::size_t training_windows = 0, validation_windows = 0;
  Verification scores;
};

/// A table a lead time, one row a period and a last one of all together: RMSE and binned forecasting error of
/// model, persistence and ridge, skill of the model. For a terminal of 80 columns.
std::string to_text(const std::vector<PeriodScores>& periods, const Verification& pooled);

/// A list of `{from, until, training_windows, validation_windows, scores}`.
nlohmann::json to_json(const std::vector<PeriodScores>& periods);

}  // namespace symh
