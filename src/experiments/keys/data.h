#pragma once
#include <map>
#include <string>
#include <vector>

#include "config/options.h"
#include "series/series.h"

namespace symh {

/// `[data]`: the files to read, as paths, folders and globs.
struct DataConfig {
  std::vector<std::string> train;
  std::vector<std::string> validation;
  bool tolerant = false;
  bool keep_implausible = false;
  /// Generic CSV: column of the file -> channel.
  std::map<std::string, std::string> columns;
  WindPosition solar_wind_at = WindPosition::unknown;
  bool move_to_bow_shock = false;
};

/// The rows of `[data]`, bound to `data`.
std::vector<Option> options_of(DataConfig& data);

}  // namespace symh
