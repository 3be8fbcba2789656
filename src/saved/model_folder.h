#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "models/model.h"
#include "saved/cards/saved_files.h"

namespace symh {

/// Writes `weights.safetensors`, `model.json` and last `SHA256SUMS` into `folder`, each whole or not at all.
/// The ensemble that the folder may hold is removed, so that no folder holds two models.
void save_model(const Model& model, const std::filesystem::path& folder);

/// Reads a run folder as untrusted input. Throws DataError naming the file, the key if there is one, and the
/// fault.
Model load_model(const std::filesystem::path& folder);

/// save_model() for a part of a larger model: writes the two files into `part`, a folder below `folder`, or
/// `folder` itself if `part` is empty. Returns their names below `folder`.
std::vector<std::string> save_model_files(const Model& model, const std::filesystem::path& folder,
                                          const std::string& part);

/// load_model() for the part of a larger model in the folder `part` below that of `files`.
Model load_model(const SavedFiles& files, const std::string& part);

/// The file `name` as JSON. Throws DataError naming the file unless it is JSON, and of the format version
/// that this symh reads.
nlohmann::json read_saved_json(const SavedFiles& files, const std::string& name);

/// Throws DataError, without the name of the file, if what forecasts read of a provenance has the wrong type.
void check_provenance(const nlohmann::json& provenance);

/// The format version of every saved JSON file.
inline constexpr int saved_format_version = 1;

}  // namespace symh
