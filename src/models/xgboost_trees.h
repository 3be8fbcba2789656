#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "models/trees.h"

namespace symh {

/// Reads the trees of a model that XGBoost wrote as UBJSON. The bytes are untrusted: an earlier symh kept
/// them in its run folders. Throws DataError unless they hold trees that pass the checks of Trees.
Trees read_xgboost_trees(std::string_view ubjson, std::int64_t features);

/// Base64, as an earlier symh wrote such a model into JSON. Throws DataError if `text` is not base64.
std::string decode_base64(const std::string& text);

}  // namespace symh
