#pragma once
#include <optional>
#include <string>
#include <vector>

#include "centre/record/forecast_log.h"

namespace symh {

/// How a source of `fetch.sources` has answered, by the notes of the runs.
struct SourceHealth {
  std::string name;
  bool answers = true;               ///< in the newest run
  std::optional<Time> last_failure;  ///< start of the newest run that it failed; absent if none
  std::string fault = {};            ///< of that run
};

/// The step of a run that asks a source, as the log names it.
std::string fetch_step(const std::string& source);

/// The health of each source over `runs`, which are in the order of time.
std::vector<SourceHealth> source_health(const std::vector<std::string>& names,
                                        const std::vector<LoggedRun>& runs);

}  // namespace symh
