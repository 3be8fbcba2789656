#include "experiments/job_series.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/error.h"
#include "core/file.h"
#include "formats/read_data.h"
#include "physics/solar_wind.h"
#include "physics/wind_position.h"
#include "series/transforms.h"
#include "windows/head.h"

namespace symh {
namespace {

nlohmann::json files_json(const LoadedData& data) {
  std::set<std::string> paths;  // members of one archive share its hash
  for (const auto& file : data.files) paths.insert(file.path.substr(0, file.path.find('!')));
  auto json = nlohmann::json::array();
  for (const auto& path : paths) json.push_back({{"path", path}, {"sha256", sha256_of_file(path)}});
  return json;
}

nlohmann::json period_json(const Series& series) {
  return {{"first", format_time(series.first_time())}, {"last", format_time(series.last_time())}};
}

/// First and last time of each segment.
nlohmann::json spans_json(const Series& series) {
  auto spans = nlohmann::json::array();
  for (const auto& segment : series.segments)
    spans.push_back({format_time(segment.start), format_time(segment.end(series.cadence) - series.cadence)});
  return spans;
}

ReadOptions read_options(const DataConfig& data) {
  ReadOptions options{.tolerant = data.tolerant,
                      .keep_implausible = data.keep_implausible,
                      .column_channels = data.columns,
                      .solar_wind_at = data.solar_wind_at};
  for (const auto& [column, channel] : data.columns) options.required_columns.push_back(column);
  return options;
}

/// Judges where the solar wind was measured if a member needs it and the files do not say it. If the content
/// of one part does not show it, that part gets the position of the other part.
void settle_positions(const Config& config, JobSeries& series, Listener& listener) {
  const auto driven = [](const Config& member) { return uses_solar_wind(member.windows); };
  if (std::ranges::none_of(member_configs(config), driven)) return;
  const auto settle = [&](Series& part) {
    if (const auto judged = settle_wind_position(part); !judged.empty()) listener.say(judged);
  };
  settle(series.train);
  if (!series.validation) return;
  settle(*series.validation);
  auto &train = series.train.solar_wind_at, &validation = series.validation->solar_wind_at;
  if (train == WindPosition::unknown) train = validation;
  if (validation == WindPosition::unknown) validation = train;
}

}  // namespace

JobSeries read_job_series(const Config& config, JobParts parts, bool use_cache, Listener& listener) {
  if (config.data.train.empty())
    throw UsageError(
        "data.train names no files; add them to the configuration or give --set data.train='[\"PATH\"]'");
  JobSeries series;
  const auto read = [&](const std::vector<std::string>& paths, const char* name) {
    auto options = read_options(config.data);
    // The validation files may be of another format, whose columns have other names.
    if (paths != config.data.train) options.required_columns.clear();
    auto data = read_data(paths, options, use_cache, listener);
    series.provenance[name] = {{"files", files_json(data)},
                               {"period", period_json(data.series)},
                               {"spans", spans_json(data.series)}};
    return std::move(data.series);
  };
  series.train = read(config.data.train, "train");
  if (parts == JobParts::train_and_validation && !config.data.validation.empty())
    series.validation = read(config.data.validation, "validation");
  settle_positions(config, series, listener);
  if (config.data.move_to_bow_shock) {
    series.train = propagate_to_bow_shock(std::move(series.train));
    if (series.validation) series.validation = propagate_to_bow_shock(std::move(*series.validation));
  }
  return series;
}

WindPosition known_position(WindPosition position, const Config& config) {
  return position == WindPosition::unknown ? config.data.solar_wind_at : position;
}

std::vector<Series> degraded_series(const Series& series, const WindowsConfig& config) {
  std::vector<Series> all;
  if (config.drivers != Drivers::optional || !uses_solar_wind(config)) return all;
  const auto without = [&](bool field, bool plasma) {
    std::vector<std::string> failed;
    for (const auto& channel : series.channels) {
      const bool is_field = channel.name.starts_with("b");
      if (is_solar_wind_channel(channel.name) && (is_field ? field : plasma)) failed.push_back(channel.name);
    }
    auto blanked = series;
    blank(blanked, failed);
    return blanked;
  };
  all.push_back(without(true, false));
  all.push_back(without(false, true));
  all.push_back(without(true, true));
  return all;
}

}  // namespace symh
