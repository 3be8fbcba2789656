#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "sources/fetch.h"

namespace symh::cli {

/// `D`, `P`, `Q`, or `-` for an unknown status.
std::string_view status_letter(Status status);

/// One line of at most 80 columns for each file, the notes, and the path to give to `--data`.
std::string fetch_text(const FetchReport& report);

nlohmann::json fetch_json(const FetchReport& report);

}  // namespace symh::cli
