#pragma once
#include <filesystem>

#include "models/ensemble.h"

namespace symh {

/// Writes, below `members/`, a folder for each member, then `ensemble.json` and `errors.safetensors` (if
/// the ensemble has an error model), and last `SHA256SUMS`, which
/// covers the `card.json` of the folder too if there is one. The other members and the single model that the
/// folder may hold are removed.
void save_ensemble(const Ensemble& ensemble, const std::filesystem::path& folder);

/// Reads the run folder of an ensemble or of a single model as untrusted input. Throws DataError naming the
/// file and its fault, such as members with different lead times, or weights that are negative or do not sum
/// to 1.
Ensemble load_ensemble(const std::filesystem::path& folder);

}  // namespace symh
