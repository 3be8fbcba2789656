#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "centre/record/alert_messages.h"

namespace symh {

/// A message in one line, for a terminal, a mail's subject or the page: what is forecast, the chance, and how
/// long the alert is valid. A message of serial 0 is a test.
std::string headline(const AlertMessage& message);

/// An alert in force, by its newest message, in a few words for the page: the level, until when, the chance.
std::string brief(const AlertMessage& message);

/// The message as an object: serial, alert, follows, kind, rule, threshold_nt, chance, times and values. null
/// stands for what is absent.
nlohmann::json to_json(const AlertMessage& message);

/// The same for the environment of a command, as SYMH_ALERT_...; what is absent is empty.
std::map<std::string, std::string> to_environment(const AlertMessage& message);

}  // namespace symh
