#pragma once
#include <filesystem>

#include "models/ensemble.h"

namespace symh {

/// Writes `ensemble.json` and, below `members/`, a folder for each member, the members first.
void save_ensemble(const Ensemble& ensemble, const std::filesystem::path& folder);

/// Reads the run folder of an ensemble or of a single model as untrusted input. Throws DataError naming the
/// file and its fault, such as members with different lead times, or weights that are negative or do not sum
/// to 1.
Ensemble load_ensemble(const std::filesystem::path& folder);

}  // namespace symh
