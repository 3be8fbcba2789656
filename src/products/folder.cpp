#include "products/folder.h"

#include <fmt/format.h>

#include "core/file.h"

namespace symh {
namespace {

std::string day_of(Time time) { return format_time(time).substr(0, 10); }

/// `1600` for 2003-11-20T16:00:00Z.
std::string clock_of(Time time) {
  const auto text = format_time(time);
  return fmt::format("{}{}", text.substr(11, 2), text.substr(14, 2));
}

}  // namespace

std::string observations_csv(const std::string& channel, const std::vector<std::pair<Time, float>>& values) {
  auto csv = fmt::format("time,{}\n", channel);
  for (const auto& [time, value] : values) csv += fmt::format("{},{:.2f}\n", format_time(time), value);
  return csv;
}

void write_forecast(const std::filesystem::path& folder, const PublishedForecast& forecast) {
  const auto kept = folder / "archive" / day_of(forecast.issue_time);
  const auto name = "forecast-" + clock_of(forecast.issue_time);
  write_file_atomically(kept / (name + ".csv"), forecast.csv);
  write_file_atomically(kept / (name + ".json"), forecast.json);
  write_file_atomically(folder / "forecast.csv", forecast.csv);
  write_file_atomically(folder / "forecast.json", forecast.json);
}

bool is_written(const std::filesystem::path& folder, const PublishedForecast& forecast) {
  const auto file = folder / "forecast.json";
  return std::filesystem::exists(file) && read_file(file) == forecast.json;
}

std::size_t prune_products(const std::filesystem::path& folder, Time oldest) {
  std::size_t removed = 0;
  std::error_code none;
  std::vector<std::filesystem::path> days;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "archive", none))
    days.push_back(entry.path());
  for (const auto& day : days) {
    const auto date = parse_time(day.filename().string());
    if (date && day_of(*date) < day_of(oldest) && std::filesystem::remove_all(day) > 0) ++removed;
  }
  return removed;
}

}  // namespace symh
