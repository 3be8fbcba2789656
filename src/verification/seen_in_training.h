#pragma once
#include <cstddef>
#include <string>

namespace symh {

/// How many of the scored issue times lie in the data that the model was trained on.
struct SeenInTraining {
  std::size_t issue_times = 0;  ///< of the table, at its first lead time
  std::size_t seen = 0;         ///< of these, inside the training data
  /// The model states only the first and last time of its training data, so that `seen` may count gaps.
  bool only_period = false;
};

/// `WARNING: 120 of 300 issue times (40 %) lie in data that 'late' was trained on …`; empty if none do.
std::string seen_text(const SeenInTraining& seen, const std::string& model);

}  // namespace symh
