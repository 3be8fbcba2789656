#pragma once
#include <filesystem>

#include "saved/cards/saved_files.h"
#include "trajectories/error_paths.h"

namespace symh {

/// The file of a saved ensemble with what its errors out of fold say of the way through its lead times.
inline constexpr const char* error_model_file = "errors.safetensors";

/// Writes the file whole or not at all. `model` must not be empty.
void write_error_model(const ErrorModel& model, const std::filesystem::path& folder);

/// Reads the file as untrusted input; empty if the folder has none. Throws DataError that names the file and
/// its fault. `reach` is the longest lead time of the ensemble.
ErrorModel read_error_model(const SavedFiles& files, Minutes reach);

}  // namespace symh
