#pragma once
#include <chrono>
#include <map>
#include <string>

namespace symh {

/// Runs a command by `sh -c`; its output goes to stderr. Its environment holds these variables, and of this
/// process only PATH, HOME, LANG, LC_*, TZ, USER, LOGNAME and TMPDIR, so that it inherits no token. After
/// `timeout`, the command and its child processes are killed. Returns the fault, such as `exit code 3`; empty
/// after success.
std::string run_command(const std::string& command, const std::map<std::string, std::string>& environment,
                        std::chrono::seconds timeout);

/// POSTs JSON to an http or https address; no fault shows it, as it may be secret. Follows no redirect.
/// Returns the fault, such as no answer or a status other than 2xx; empty after success.
std::string post_json(const std::string& address, const std::string& json, std::chrono::seconds timeout);

}  // namespace symh
