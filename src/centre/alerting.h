#pragma once
#include <string>
#include <vector>

#include "config/operational.h"
#include "centre/record/alerts.h"
#include "cli/commands.h"

namespace symh::cli {

/// Tells an alert in every way that the settings name, and in a line of the log; `valid` is the time of its
/// value. Returns what went wrong; empty where every way took it.
std::vector<std::string> deliver(const Alert& alert, Time valid, const CentreAlerts& settings);

/// Delivers a made-up alert and leaves nothing else behind, so that anyone may see that it arrives.
ExitCode test_alerts(const CentreAlerts& settings, Time now);

}  // namespace symh::cli
