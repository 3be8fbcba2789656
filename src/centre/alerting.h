#pragma once
#include <string>
#include <vector>

#include "centre/record/alert_messages.h"
#include "centre/record/config.h"
#include "core/error.h"
#include "core/listener.h"

namespace symh {

/// Delivers a message by the command and the webhook that the settings name, and warns the listener of it.
/// Returns a line for each way that failed; empty where none did.
std::vector<std::string> deliver(const AlertMessage& message, const CentreAlerts& settings,
                                 Listener& listener);

/// Delivers an invented alert and changes nothing else, so that anyone can check that alerts arrive. The exit
/// code is ExitCode::failed where a way failed.
ExitCode test_alerts(const CentreAlerts& settings, Time now, Listener& listener);

}  // namespace symh
