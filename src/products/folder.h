#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"

namespace symh {

/// A forecast as it is published.
struct PublishedForecast {
  Time issue_time;
  std::string json, csv;
};

/// `time,VALUE` lines of observations [nT] under the name of their channel.
std::string observations_csv(const std::string& channel, const std::vector<std::pair<Time, float>>& values);

/// Writes forecast.csv and, last, forecast.json, each whole or not at all, after copies that are kept below
/// archive/YYYY-MM-DD/. Throws RunError.
void write_forecast(const std::filesystem::path& folder, const PublishedForecast& forecast);

/// True where forecast.json is what write_forecast() of this forecast left: it was not killed on its way.
bool is_written(const std::filesystem::path& folder, const PublishedForecast& forecast);

/// Removes archived days before that of `oldest`; returns how many.
std::size_t prune_products(const std::filesystem::path& folder, Time oldest);

}  // namespace symh
