#pragma once
#include <spdlog/common.h>

#include <filesystem>
#include <string>

#include "cli/commands.h"

namespace symh::cli {

/// Sends the log to stderr, so that stdout holds results alone: from information upwards, with --verbose from
/// details upwards, with --quiet errors only; and to --log-file, which --quiet leaves complete. Throws
/// RunError where that file cannot be written.
void start_log(const Common& common);

/// A log file whose lines carry their time. Throws RunError that names the flag where it cannot be opened.
spdlog::sink_ptr log_file_sink(const std::filesystem::path& path, const std::string& flag);

}  // namespace symh::cli
