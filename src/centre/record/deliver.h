#pragma once
#include <chrono>
#include <map>
#include <string>

namespace symh {

/// Runs a command by `sh -c` with these variables in its environment; its output goes to stderr. It and what
/// it started are killed after `timeout`. Returns what went wrong, empty where nothing did.
std::string run_command(const std::string& command, const std::map<std::string, std::string>& environment,
                        std::chrono::seconds timeout);

/// POSTs JSON to an http or https address. Returns what went wrong (no answer, a status other than 2xx …),
/// empty where nothing did.
std::string post_json(const std::string& address, const std::string& json, std::chrono::seconds timeout);

}  // namespace symh
