#pragma once
#include <string>
#include <vector>

#include "core/time.h"

namespace symh::cli {

/// The ages of --index-age, rising: no_index_age for `none`. Throws UsageError.
std::vector<Minutes> index_ages(const std::vector<std::string>& words);

/// The ages of --wind-age, rising. Throws UsageError.
std::vector<Minutes> wind_ages(const std::vector<std::string>& words);

}  // namespace symh::cli
