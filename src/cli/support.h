#pragma once
#include <spdlog/common.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "core/writable.h"
#include "formats/load.h"

namespace symh::cli {

/// How a command reads its data: options that several commands share.
struct DataFlags {
  bool tolerant = false;
  std::vector<std::string> columns;    ///< NAME=CHANNEL
  std::string solar_wind_at = "auto";  ///< auto, l1 or bow_shock
};

/// Adds --tolerant, --columns and --solar-wind-at.
void add_data_flags(CLI::App& command, DataFlags& flags);

/// The options the flags ask for; `columns` (of a configuration) hold where --columns says nothing else.
ReadOptions read_options(const DataFlags& flags, std::map<std::string, std::string> columns = {});

/// A log file whose lines carry their time; throws RunError that names the flag where it cannot be opened.
spdlog::sink_ptr log_file_sink(const std::filesystem::path& path, const std::string& flag);

/// The option's text as a time, where it was given.
std::optional<Time> optional_time(const std::string& text, const std::string& flag);

/// The text as one word of a shell command, in quotes where it needs them.
std::string shell_quoted(const std::string& text);

/// Prints to stdout; a full disk or a closed pipe is an error, not silence.
void print_result(const std::string& text);

/// Writes to a file atomically, or to stdout where it is `-`.
void write_result(const std::string& path, const std::string& text);

}  // namespace symh::cli
