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

/// A CSV file of observations [nT] with the columns `time` and the name of the channel.
std::string observations_csv(const std::string& channel, const std::vector<std::pair<Time, float>>& values);

/// Writes copies below archive/YYYY-MM-DD/, then forecast.csv and, last, forecast.json, each whole or not at
/// all. Throws RunError.
void write_forecast(const std::filesystem::path& folder, const PublishedForecast& forecast);

/// True where forecast.json is that of this forecast: write_forecast() was not killed before its end.
bool is_written(const std::filesystem::path& folder, const PublishedForecast& forecast);

/// Removes the archived days before the day of `oldest`; returns their number.
std::size_t prune_products(const std::filesystem::path& folder, Time oldest);

}  // namespace symh
