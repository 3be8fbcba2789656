#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "core/listener.h"
#include "formats/load.h"

namespace symh::cli {

/// How a command reads its data: the options that several commands share.
struct DataFlags {
  bool tolerant = false, keep_implausible = false;
  std::vector<std::string> columns;  ///< NAME=CHANNEL
  WindPosition solar_wind_at = WindPosition::unknown;
};

/// Adds --tolerant, --keep-implausible, --columns and --solar-wind-at.
void add_data_flags(CLI::App& command, DataFlags& flags);

/// The options that the flags give. The configuration's `columns` apply to columns that --columns does not
/// name. Throws UsageError if --columns is malformed.
ReadOptions read_options(const DataFlags& flags, std::map<std::string, std::string> columns = {});

/// A function that reads the files into one series, up to `now` as read_data() takes it; its argument is the
/// columns of a model's configuration. All arguments must outlive the function.
std::function<Series(const std::map<std::string, std::string>& columns)> series_reader(
    const std::vector<std::string>& paths, const DataFlags& flags, const Common& common, Listener& listener,
    std::optional<Time> now = {});

}  // namespace symh::cli
