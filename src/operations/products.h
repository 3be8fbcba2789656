#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"

namespace symh {

/// What a forecast centre publishes at one issue time, as it is written.
struct Products {
  Time issue_time;
  std::string forecast_json, forecast_csv, observations_csv;
};

/// `time,VALUE` lines of observations [nT] under the name of their channel.
std::string observations_csv(const std::string& channel, const std::vector<std::pair<Time, float>>& values);

/// Writes forecast.csv, observations.csv and, last, forecast.json, each whole or not at all; copies of the
/// forecast are kept below archive/YYYY-MM-DD/. Throws RunError.
void write_products(const std::filesystem::path& folder, const Products& products);

/// Removes archived days before that of `oldest`; returns how many.
std::size_t prune_products(const std::filesystem::path& folder, Time oldest);

}  // namespace symh
