#include "verification/seen_in_training.h"

#include <fmt/format.h>

namespace symh {

std::string seen_text(const SeenInTraining& seen, const std::string& model) {
  if (seen.seen == 0) return "";
  const double share = 100.0 * static_cast<double>(seen.seen) / static_cast<double>(seen.issue_times);
  return fmt::format(
      "WARNING: {} of {} issue times ({:.0f} %) lie {} that '{}' was trained on: the scores flatter it. "
      "Score "
      "it on other data.",
      seen.seen, seen.issue_times, share,
      seen.only_period ? "between the first and the last of the data" : "in data", model);
}

}  // namespace symh
