#include "forecasting/issue.h"

#include <fmt/format.h>

#include "core/error.h"
#include "forecasting/add_trajectories.h"
#include "forecasting/late_index.h"
#include "products/check.h"
#include "products/wind_age.h"

namespace symh {
namespace {

/// The bundled model for the same channel that needs no solar wind; nothing if there is none.
std::optional<StatedModel> bundled_fallback(const Ensemble& driven, const Series& series,
                                            Listener& listener) {
  const auto models = installed_models();
  const auto* best = best_without_solar_wind(models, series, driven.windows().horizon);
  if (best == nullptr || driven.windows().target != "sym_h") return std::nullopt;
  return load_named_model(best->folder.string(), listener);
}

/// `data` must be as fine as the fallback needs them.
StatedModel named_fallback(const Ensemble& driven, const std::string& name, const Series& data,
                           Listener& listener) {
  auto fallback = load_named_model(name, listener);
  const auto cadence = fallback.ensemble.windows().cadence;
  if (cadence % data.cadence != Minutes{0})
    throw UsageError(fmt::format(
        "--fallback {}: needs samples of {}, and '{}' has those of {}; give a fallback of that cadence", name,
        format_duration(cadence), driven.name, format_duration(data.cadence)));
  if (uses_solar_wind(fallback.ensemble))
    throw UsageError(
        fmt::format("--fallback {}: needs solar wind itself; give a model of the indices alone", name));
  if (fallback.ensemble.windows().target != driven.windows().target)
    throw UsageError(fmt::format("--fallback {}: forecasts {}, the model {}; give one of the same channel",
                                 name, fallback.ensemble.windows().target, driven.windows().target));
  return fallback;
}

void require_younger(const std::string& data, Time newest, Time now, const AgeLimit& limit) {
  const Minutes age = now - newest;
  if (age <= limit.limit) return;
  throw Error(
      ExitCode::stale,
      fmt::format(
          "no forecast: the newest {} value ({}) is {} old; {} allows {}. Fetch newer data or raise {}", data,
          format_time(newest), spaced(age), limit.setting, spaced(limit.limit), limit.setting));
}

}  // namespace

IssuedForecast issue_or_fall_back(const StatedModel& model, const Series& series,
                                  const FallbackChoice& choice, std::optional<Time> at, Listener& listener,
                                  std::uint64_t seed) {
  const auto& driven = model.ensemble;
  const auto completed = complete_index(driven, series, at);
  const auto& data = completed ? completed->series : series;  // completed data have the cadence of the model
  const auto fallback = choice.model.empty()
                            ? bundled_fallback(driven, data, listener)
                            : std::optional(named_fallback(driven, choice.model, data, listener));
  const bool stations = completed && completed->path.stations;
  const bool widens = widens_members(driven, stations);
  const auto issued = [&](IssuedForecast forecast) {
    if (completed) note_path(forecast, *completed, forecast.fallback || !widens);
    require_possible(forecast);
    add_trajectories(forecast, forecast.fallback ? fallback->ensemble : driven, seed);
    return forecast;
  };
  const auto reason = fallback ? why_fall_back(model, *fallback, data, at) : std::string();
  if (reason.empty())
    return issued(completed ? issue_forecast(driven,
                                             LateData{.completed = data,
                                                      .observed = completed->observed,
                                                      .stations = stations,
                                                      .widening = widens ? &completed->path : nullptr},
                                             at)
                            : issue_forecast(driven, data, at));
  if (choice.none)
    throw DataError(fmt::format("'{}' cannot forecast: {}; give newer solar wind, or leave out --no-fallback",
                                driven.name, reason));
  auto forecast = issued(issue_fallback(driven, fallback->ensemble, reason, data, at));
  listener.warn(
      fmt::format("warning: '{}' forecasts in place of '{}': {}", forecast.model, driven.name, reason));
  for (const auto lead : forecast.fallback->not_served)
    listener.warn(fmt::format("warning: no forecast at {}: '{}' has no such lead time", format_duration(lead),
                              forecast.model));
  return forecast;
}

void require_fresh_index(const IssuedForecast& forecast, Time now, const AgeLimit& limit) {
  if (!forecast.last_observed)
    throw Error(ExitCode::stale,
                fmt::format("no forecast: the data have no {}; {} allows {}. Fetch newer data or "
                            "raise {}",
                            forecast.target, limit.setting, spaced(limit.limit), limit.setting));
  require_younger(forecast.target, *forecast.last_observed, now, limit);
}

void require_fresh_data(const IssuedForecast& forecast, Time now, const AgeLimit& limit) {
  if (forecast.estimated)
    require_younger("solar wind", forecast.issue_time, now, limit);
  else
    require_younger(forecast.target, forecast.last_observed.value_or(forecast.issue_time), now, limit);
}

}  // namespace symh
