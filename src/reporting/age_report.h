#pragma once
#include <string>
#include <vector>

#include "verification/table.h"
#include "verification/verify.h"

namespace symh {

/// The scores of one model as if the index came so late.
struct AgedScores {
  Minutes age{0};
  Verification scores;
};

/// `0`, `30m`, `3h`, `none`.
std::string age_text(Minutes age);

/// A row for each age and lead time: the RMSE of the model, of the ring-current law of O'Brien & McPherron
/// through the gap, and of the last known value; the skill over the latter; the share of the observations
/// inside the band.
Table age_table(const std::vector<AgedScores>& ages);

/// A page that opens with the RMSE against the age of the index at each lead time, then the table.
std::string age_report(const std::vector<AgedScores>& ages);

}  // namespace symh
