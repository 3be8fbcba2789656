#pragma once
#include <chrono>
#include <map>
#include <string>

namespace symh {

/// Runs a command by `sh -c` with these variables in its environment; its output goes to stderr. After
/// `timeout`, the command and its child processes are killed. Returns the fault, such as `exit code 3`; empty
/// after success.
std::string run_command(const std::string& command, const std::map<std::string, std::string>& environment,
                        std::chrono::seconds timeout);

/// POSTs JSON to an http or https address. Returns the fault, such as no answer or a status other than 2xx;
/// empty after success.
std::string post_json(const std::string& address, const std::string& json, std::chrono::seconds timeout);

}  // namespace symh
