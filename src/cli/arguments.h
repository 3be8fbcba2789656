#pragma once
#include <optional>
#include <string>

#include "core/time.h"

namespace symh::cli {

/// The time that the user gave for an option; nothing without the option. Throws UsageError with the flag.
std::optional<Time> optional_time(const std::string& text, const std::string& flag);

/// The text as one word of a shell command, quoted if necessary.
std::string shell_quoted(const std::string& text);

}  // namespace symh::cli
