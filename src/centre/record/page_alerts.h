#pragma once
#include <string>

#include "centre/record/page.h"
#include "reporting/report.h"

namespace symh {

/// The alerts that nobody got and why, in one sentence or two; empty if there are none.
std::string undelivered_sentence(const CentrePage& page);

/// Adds the alerts of the skill's period, what came of them, and the onsets without an alert; newest first.
void add_alerts(Report& report, const CentrePage& page);

}  // namespace symh
