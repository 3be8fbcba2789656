#include "centre/record/source_health.h"

#include <fmt/format.h>

#include <sstream>

namespace symh {
namespace {

/// What a run noted of a step; nothing if the step did not fail.
std::optional<std::string> fault_of(const LoggedRun& run, const std::string& step) {
  std::istringstream notes(run.note);
  const auto begin = step + ": ";
  for (std::string note; std::getline(notes, note);)
    if (note.starts_with(begin)) return note.substr(begin.size());
  return std::nullopt;
}

}  // namespace

std::string fetch_step(const std::string& source) { return fmt::format("fetch {}", source); }

std::vector<SourceHealth> source_health(const std::vector<std::string>& names,
                                        const std::vector<LoggedRun>& runs) {
  std::vector<SourceHealth> list;
  for (const auto& name : names) {
    SourceHealth health{name, true, {}, {}};
    for (const auto& run : runs) {
      const auto fault = fault_of(run, fetch_step(name));
      health.answers = !fault;
      if (!fault) continue;
      health.last_failure = run.started;
      health.fault = *fault;
    }
    list.push_back(std::move(health));
  }
  return list;
}

}  // namespace symh
