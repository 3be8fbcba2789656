#pragma once
#include <string>
#include <vector>

#include "verification/table.h"
#include "verification/verify.h"

namespace symh {

/// The scores of one model as if the index, or the solar wind, came so late.
struct AgedScores {
  Minutes age{0};  ///< of the index
  Verification scores;
  Minutes wind_age{0};
};

/// What is late, a step from row to row of a table.
enum class LateInput { index, wind };

/// `0`, `30m`, `3h`, `none`.
std::string age_text(Minutes age);

/// A row for each age of `late` and lead time: the RMSE of the model, of the ring-current law of O'Brien &
/// McPherron through the gap, and of the last known value; the skill over the latter; the share of the
/// observations inside the band. In JSON also the CRPS of the lowest value up to the lead time, where a
/// window of that length is scored. The other input has one age.
Table age_table(const std::vector<AgedScores>& ages, LateInput late = LateInput::index);

/// A row for each age of `late` and window: how good the chances of the lowest value within it were.
Table age_window_table(const std::vector<AgedScores>& ages, LateInput late = LateInput::index);

/// A page that opens with the RMSE against the age of `late` at each lead time, then the tables.
std::string age_report(const std::vector<AgedScores>& ages, LateInput late = LateInput::index);

}  // namespace symh
