#pragma once
#include <optional>
#include <string>
#include <vector>

#include "stations/quick_index.h"

namespace symh {

/// H before a longer hole tells nothing of the baselines behind it (most_days_back of quick_index.cpp).
inline constexpr Minutes longest_station_hole{60 * 1440};

/// Estimates SYM-H from the observatories of `stations` and adds the estimate and its standard error to
/// `series`, whose sym_h anchors them: the channels sym_h_quick and sym_h_quick_error, with rows up to the
/// newest estimate. Throws DataError as estimate_sym_h() does, and if the rows of `series` are neither a
/// minute nor 5 minutes apart.
QuickIndex add_estimates(Series& series, const Series& stations, Minutes index_age = Minutes{0});

/// The codes of the observatories that the newest estimate at or before `to` used; empty without one.
std::vector<std::string> used_at(const QuickIndex& index, Time to);

/// The newest estimate at or before `to` in a sentence, or why there is none; `part` is the blank or line
/// break before its last words.
std::string newest_text(const QuickIndex& index, Time to = Time::max(), const char* part = " ");

}  // namespace symh
