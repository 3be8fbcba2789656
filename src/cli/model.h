#pragma once
#include <string>

#include "artifact/model.h"

namespace symh::cli {

/// Loads the model of a run folder; says what it is with --verbose.
Model load_model_and_tell(const std::string& folder);

}  // namespace symh::cli
