#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "centre/record/alert_outcomes.h"
#include "verification/table.h"

namespace symh {

/// A row for each rule: its alerts by outcome, the onsets and those that it missed, the warning time, and how
/// good its chances were.
Table alert_scores(const AlertHistory& history);
/// A row for each alert: when it was issued, the chance it gave, and what came of it.
Table alert_list(const AlertHistory& history);
/// A row for each onset in which no alert of a rule was in force.
Table missed_onsets(const AlertHistory& history);

/// The three tables for a terminal; one sentence where there is nothing.
std::string to_text(const AlertHistory& history);
/// `rules`, `alerts` with all their messages, and `missed`.
nlohmann::json to_json(const AlertHistory& history);

}  // namespace symh
