#pragma once
#include <vector>

#include "centre/record/database.h"
#include "trajectories/odds.h"
#include "verification/forecast_table.h"

namespace symh {

/// The tables of the chances that a centre issued, in its log: the lowest value within each window.
inline constexpr const char* logged_odds_schema = R"(
CREATE TABLE IF NOT EXISTS minima (
  issue_time INTEGER NOT NULL, within_minutes INTEGER NOT NULL, step_minutes INTEGER NOT NULL,
  mean_nt REAL NOT NULL, q05_nt REAL NOT NULL, q50_nt REAL NOT NULL, q95_nt REAL NOT NULL,
  PRIMARY KEY (issue_time, within_minutes)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS minimum_chances (
  issue_time INTEGER NOT NULL, within_minutes INTEGER NOT NULL, threshold_nt REAL NOT NULL,
  chance REAL NOT NULL, PRIMARY KEY (issue_time, within_minutes, threshold_nt)) WITHOUT ROWID;
)";

/// Adds the odds of an issue time that has none yet.
void add_odds(const Database& database, const Odds& odds);

/// The minima within each window that were issued in [from, to], with what the log has observed (NaN where a
/// tenth of a window or more is not observed), ready for verify(). They have chances in place of members.
std::vector<WindowForecasts> logged_windows(const Database& database, Time from, Time to);

}  // namespace symh
