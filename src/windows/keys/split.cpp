#include "windows/keys/split.h"

namespace symh {

std::vector<Option> options_of(SplitConfig& split) {
  return {
      {"split.by", &split.by,
       "how to divide the data into training and validation: fraction (the last share of the time), date, or "
       "storm (whole storms in turn)"},
      {"split.validation_fraction", &split.validation_fraction,
       "share of the time (by fraction) or of the segments (by storm)", 0.01, 0.9},
      {"split.validation_from", &split.validation_from, "by date: validation starts here (ISO 8601, UTC)"},
      {"split.embargo", &split.embargo,
       "gap between the parts; at least lookback + longest lead time is always kept"},
      {"split.fold_by", &split.fold_by,
       "folds: leave out storms (the segments of the data) in turn, or, of continuous years, blocks of one "
       "solar "
       "rotation (27.3 d) in turn"},
  };
}

void check_together(const SplitConfig& split, const std::string& origin) {
  require(split.by != SplitBy::date || parse_time(split.validation_from).has_value(), origin,
          "split.by = \"date\" needs split.validation_from, an ISO 8601 time");
}

}  // namespace symh
