#pragma once
#include <spdlog/common.h>

#include <filesystem>
#include <string>

#include "cli/commands.h"

namespace symh::cli {

/// Sends the log to stderr, so that stdout holds only results: information and above; with --verbose also
/// details; with --quiet only errors. --log-file gets the full log even with --quiet. Throws RunError if that
/// file cannot be written. Each message becomes one line, its foreign words printable (core/printable.h).
void start_log(const Common& common);

/// A log file that stamps each line with the time. Throws RunError that names the flag if it cannot open it.
spdlog::sink_ptr log_file_sink(const std::filesystem::path& path, const std::string& flag);

}  // namespace symh::cli
