#pragma once
#include <optional>
#include <string>

#include "core/time.h"

namespace symh::cli {

/// The time that an option was given; nothing where it was not given. Throws UsageError that names the flag.
std::optional<Time> optional_time(const std::string& text, const std::string& flag);

/// The text as one word of a shell command, in quotes where it needs them.
std::string shell_quoted(const std::string& text);

}  // namespace symh::cli
