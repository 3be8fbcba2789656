#pragma once
#include <optional>
#include <string>

#include "core/time.h"

namespace symh::cli {

/// The time that the user gave for an option; nothing without the option. Throws UsageError with the flag.
std::optional<Time> optional_time(const std::string& text, const std::string& flag);

/// An end of a period, given as a time or as a bare year such as 1998, all of which the period includes: its
/// first minute, its last minute, or the minute after its end. Nothing without the option. Throws UsageError
/// with the flag.
std::optional<Time> period_first(const std::string& text, const std::string& flag);
std::optional<Time> period_last(const std::string& text, const std::string& flag);
std::optional<Time> period_end(const std::string& text, const std::string& flag);

/// The text as one word of a shell command, quoted if necessary.
std::string shell_quoted(const std::string& text);

}  // namespace symh::cli
