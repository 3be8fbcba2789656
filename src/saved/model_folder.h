#pragma once
#include <filesystem>

#include "models/model.h"

namespace symh {

/// Writes `model.json` and `weights.safetensors` into `folder`, each whole or not at all, the weights first.
void save_model(const Model& model, const std::filesystem::path& folder);

/// Reads a run folder as untrusted input. Throws DataError naming the file and its fault.
Model load_model(const std::filesystem::path& folder);

}  // namespace symh
