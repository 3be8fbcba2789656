#pragma once
#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

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

/// The options that the flags ask for. `columns`, of a configuration, hold for columns that --columns does not name.
/// Throws UsageError where --columns is malformed.
ReadOptions read_options(const DataFlags& flags, std::map<std::string, std::string> columns = {});

}  // namespace symh::cli
