#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"

namespace symh {

/// A forecast and the observations before it, ready to publish.
struct PublishedForecast {
  Time issue_time;
  std::string json, csv;
};

/// A CSV file of observations [nT] with the columns `time` and the name of the channel.
std::string observations_csv(const std::string& channel, const std::vector<std::pair<Time, float>>& values);

/// Writes copies below archive/YYYY-MM-DD/, then forecast.csv and, last, forecast.json. Each file is written
/// whole or not at all. Throws RunError.
void write_forecast(const std::filesystem::path& folder, const PublishedForecast& forecast);

/// True if forecast.json holds this forecast, so that write_forecast() ran to its end.
bool is_written(const std::filesystem::path& folder, const PublishedForecast& forecast);

/// Removes the archived days before the day of `oldest`; returns their number.
std::size_t prune_products(const std::filesystem::path& folder, Time oldest);

}  // namespace symh
