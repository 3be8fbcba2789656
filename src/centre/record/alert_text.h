#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "centre/record/alert_messages.h"

namespace symh {

/// One line about a message, for a terminal or the subject of a mail: the forecast, the chance, and the end
/// of the validity. Serial 0 marks a test.
std::string headline(const AlertMessage& message);

/// An alert in force, by its newest message, in a few words for the page: the level, until when, the chance.
std::string brief(const AlertMessage& message);

/// The message as an object: serial, alert, follows, kind, rule, threshold_nt, chance, times and values. A
/// missing value is null.
nlohmann::json to_json(const AlertMessage& message);

/// The same as variables SYMH_ALERT_... for a command. A missing value is an empty text.
std::map<std::string, std::string> to_environment(const AlertMessage& message);

}  // namespace symh
