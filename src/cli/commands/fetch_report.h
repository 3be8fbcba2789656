#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "sources/fetch.h"

namespace symh::cli {

/// `D`, `P`, `Q`, or `-` where it is not known.
std::string_view status_letter(Status status);

/// A line a file within 80 columns, and what `--data` may name.
std::string fetch_text(const FetchReport& report);

nlohmann::json fetch_json(const FetchReport& report);

}  // namespace symh::cli
