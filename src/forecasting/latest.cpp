#include "forecasting/latest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "forecasting/late_index.h"
#include "physics/solar_wind.h"
#include "products/check.h"
#include "series/transforms.h"
#include "windows/head.h"

namespace symh {
namespace {

/// The newest part, enough for one window: one forecast does not need a prepared year of minutes.
Series newest_part(const Series& series, const WindowsConfig& config, std::optional<Time> at) {
  const Time last = at ? std::min(*at, series.last_time()) : series.last_time();
  const Minutes reach = reach_of(config) + config.stride + 2 * config.cadence + longest_hole;
  const Minutes stamp_shift = config.cadence;  // the mean stamped `last` uses no later minute
  return slice(series, last - reach - stamp_shift, last + Minutes{1});
}

/// A prepared series and its newest issue time.
struct NewestRow {
  std::shared_ptr<const Prepared> prepared;
  WindowsConfig config;
  std::int64_t row = 0;

  Time time() const { return prepared->grid.time_of(static_cast<std::size_t>(row)); }
};

/// Nothing if no row has the history it needs.
std::optional<NewestRow> newest_row(const Model& model, const Series& series, std::optional<Time> at) {
  auto config = model.config.windows;
  config.stride = config.cadence;
  const auto part = newest_part(series, config, at);
  if (part.empty()) return std::nullopt;
  const auto prepared = std::make_shared<const Prepared>(prepare(part, config));
  auto issue = issue_rows(*prepared, config, false);
  erase_if(issue.rows, [&](std::int64_t row) {
    return at && prepared->grid.time_of(static_cast<std::size_t>(row)) > *at;
  });
  if (issue.rows.empty()) return std::nullopt;
  return NewestRow{prepared, config, issue.rows.back()};
}

/// The newest row of each configuration of windows: members that differ only in their training share it.
class NewestRows {
 public:
  NewestRows(const LateData& data, std::optional<Time> at) : data_(data), at_(at) {}

  const std::optional<NewestRow>& of(const Model& model) {
    const auto& windows = model.config.windows;
    const auto [place, absent] = rows_.try_emplace(windows_key(windows));
    if (absent)
      place->second =
          newest_row(model, sees_gap(windows, data_.stations) ? data_.observed : data_.completed, at_);
    return place->second;
  }

  /// Of the target at the newest issue time of all members.
  Minutes age_of_target(const Ensemble& ensemble) {
    std::optional<Time> issue;
    for (const auto& member : ensemble.members)
      if (const auto& found = of(member.model)) issue = std::max(issue, std::optional(found->time()));
    if (!issue) return Minutes{0};
    const auto& windows = ensemble.windows();
    const auto recent = slice(data_.observed, *issue - longest_gap - windows.cadence, *issue + Minutes{1});
    if (recent.empty()) return no_index_age;
    const auto newest = newest_value(resample(recent, windows.cadence), windows.target, *issue);
    return newest ? std::min(Minutes{*issue - *newest}, no_index_age) : no_index_age;
  }

 private:
  const LateData& data_;
  std::optional<Time> at_;
  std::map<std::string, std::optional<NewestRow>> rows_;
};

/// Widens the bands of one issue time by the error of the estimate that the model saw.
void widen(ForecastTable& table, const GapPath& path) {
  for (auto& lead : table.leads) {
    if (lead.q05_nt.empty()) continue;
    const auto band =
        widened({lead.q05_nt.front(), lead.q95_nt.front()}, lead.forecast_nt.front(), path, lead.lead_time);
    lead.q05_nt.front() = band.low_nt;
    lead.q95_nt.front() = band.high_nt;
  }
}

/// The forecasts of one model at its newest issue time.
ForecastTable newest(const Model& model, const std::optional<NewestRow>& found) {
  if (!found)
    throw DataError(
        fmt::format("the newest data have no {} of unbroken history; check their gaps with `symh inspect`",
                    format_duration(model.config.windows.cadence * shortest_history(model.config.windows))));
  return hindcast(model, Windows(found->prepared, found->config, model.scaling, {found->row}));
}

LeadForecast lead_forecast(const LeadTimeForecasts& from) {
  LeadForecast lead;
  lead.lead_time = from.lead_time;
  lead.valid_time = from.issue_time.front() + from.lead_time;
  lead.value_nt = from.forecast_nt.front();
  if (!from.q05_nt.empty()) {
    lead.q05_nt = from.q05_nt.front();
    lead.q95_nt = from.q95_nt.front();
  }
  if (!from.level_probabilities.empty()) lead.class_probabilities = from.level_probabilities.front();
  lead.persistence_nt = from.baselines_nt.at("persistence").front();
  return lead;
}

/// Names the members that count but have no window at the issue time, where newer inputs of others set it.
void note_silent_members(IssuedForecast& forecast, const Ensemble& ensemble,
                         const std::vector<ForecastTable>& tables) {
  std::vector<std::string> silent;
  for (std::size_t m = 0; m < tables.size(); ++m) {
    const auto& times = tables[m].leads.front().issue_time;
    if (!times.empty() && times.front() != forecast.issue_time) silent.push_back(ensemble.members[m].name);
  }
  if (!silent.empty())
    forecast.warnings.push_back(fmt::format(
        "{} of {} members have no inputs at the issue time, and the others forecast without them: {}",
        silent.size(), tables.size(), fmt::join(silent, ", ")));
}

IssuedForecast issued(const ForecastTable& table) {
  const auto& first = table.leads.front();
  IssuedForecast forecast;
  forecast.model = table.model;
  forecast.target = table.target;
  forecast.issue_time = first.issue_time.front();
  forecast.last_observed = forecast.issue_time;
  forecast.last_nt = first.baselines_nt.at("persistence").front();
  if (!first.drive_mv_m.empty() && !std::isnan(first.drive_mv_m.front()))
    forecast.drive_mv_m = first.drive_mv_m.front();
  for (const auto& lead : table.leads) forecast.leads.push_back(lead_forecast(lead));
  require_possible(forecast);
  return forecast;
}

std::string trained_at(const nlohmann::json& provenance) {
  return provenance.is_object() ? provenance.value("trained_at", "") : "";
}

/// Notes the age of the inputs: that of the target as the model saw it, at the model's cadence.
void note_ages(IssuedForecast& forecast, const Series& series, const WindowsConfig& config,
               bool of_solar_wind) {
  const auto seen = resample(newest_part(series, config, forecast.issue_time), config.cadence);
  const auto newest = newest_value(seen, forecast.target, forecast.issue_time);
  if (newest || std::isnan(forecast.last_nt)) forecast.last_observed = newest;
  if (of_solar_wind) forecast.solar_wind = solar_wind_seen(series, forecast.issue_time);
}

}  // namespace

std::string windows_key(const WindowsConfig& config) {
  auto copy = config;  // options are bound to what may be written
  return print_options(options_of(copy), false);
}

bool uses_solar_wind(const Ensemble& ensemble) {
  return std::ranges::any_of(
      ensemble.members, [](const Member& member) { return uses_solar_wind(member.model.config.windows); });
}

bool takes_stations(const Ensemble& ensemble) {
  return std::ranges::any_of(
      ensemble.members, [](const Member& member) { return takes_stations(member.model.config.windows); });
}

bool sees_gap(const WindowsConfig& windows, bool stations) {
  return bridges_gap(windows) && (!stations || takes_stations(windows));
}

Series known_at(const Series& series, Time at) {
  if (series.empty() || at < series.first_time())
    throw DataError("no data at or before the issue time; give older files or another --at");
  return slice(series, series.first_time(), at + Minutes{1});
}

std::optional<Time> newest_value(const Series& series, const std::string& channel, Time at) {
  const auto* values = series.find(channel);
  if (values == nullptr) return std::nullopt;
  for (auto segment = series.segments.rbegin(); segment != series.segments.rend(); ++segment)
    for (std::size_t i = segment->count; i-- > 0;) {
      const Time stamp = segment->start + series.cadence * static_cast<long>(i);
      if (stamp <= at && !std::isnan(values->values[segment->first + i])) return stamp;
    }
  return std::nullopt;
}

float value_at(const Series& series, const std::string& channel, Time time) {
  const auto* values = series.find(channel);
  for (const auto& segment : series.segments)
    if (values != nullptr && time >= segment.start && time < segment.end(series.cadence))
      return values
          ->values[segment.first + static_cast<std::size_t>((time - segment.start) / series.cadence)];
  return missing;
}

SolarWindSeen solar_wind_seen(const Series& series, Time issue) {
  const auto speed = newest_value(series, "speed", issue), field = newest_value(series, "bz_gsm", issue);
  SolarWindSeen seen{.newest = {}, .measured_at = series.solar_wind_at};
  if (!speed || !field) return seen;
  seen.newest = std::min(*speed, *field);
  if (series.solar_wind_at == WindPosition::unknown) return seen;
  const auto way = ballistic_delay_minutes(value_at(series, "speed", *speed));
  seen.at_earth =
      *seen.newest + (series.solar_wind_at == WindPosition::l1 ? Minutes{std::lround(way)} : Minutes{0});
  return seen;
}

std::optional<Time> newest_issue_time(const Model& model, const Series& series, std::optional<Time> at) {
  const auto found = newest_row(model, series, at);
  return found ? std::optional(found->time()) : std::nullopt;
}

IssuedForecast issue_forecast(const Ensemble& ensemble, const Series& series, std::optional<Time> at) {
  return issue_forecast(ensemble, LateData{series, series}, at);
}

IssuedForecast issue_forecast(const Ensemble& ensemble, const LateData& data, std::optional<Time> at) {
  if (at) known_at(data.completed, *at);
  NewestRows rows(data, at);
  const bool as_fresh = ensemble.when_late.empty() || (data.stations && !takes_stations(ensemble));
  const auto age = as_fresh ? Minutes{0} : rows.age_of_target(ensemble);
  const auto weights = ensemble.combining(age, data.stations).weights;
  std::vector<ForecastTable> tables;
  for (std::size_t m = 0; m < ensemble.members.size(); ++m) {
    const auto& model = ensemble.members[m].model;
    const bool counts = std::ranges::any_of(weights[m], [](double weight) { return weight > 0; });
    tables.push_back(counts ? newest(model, rows.of(model)) : without_forecasts(model));
    if (counts && data.widening != nullptr && !sees_gap(model.config.windows, data.stations))
      widen(tables.back(), *data.widening);
  }
  auto forecast = issued(combine(ensemble, tables, age, data.stations));
  note_silent_members(forecast, ensemble, tables);
  forecast.model_trained_at = trained_at(ensemble.provenance);
  note_ages(forecast, data.completed, ensemble.windows(), uses_solar_wind(ensemble));
  return forecast;
}

IssuedForecast issue_forecast(const Model& model, const Series& series, std::optional<Time> at) {
  if (at) known_at(series, *at);
  auto forecast = issued(newest(model, newest_row(model, series, at)));
  forecast.model_trained_at = trained_at(model.provenance);
  note_ages(forecast, series, model.config.windows, uses_solar_wind(model.config.windows));
  return forecast;
}

}  // namespace symh
