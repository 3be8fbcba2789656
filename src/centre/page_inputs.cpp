#include "centre/page_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "forecasting/latest.h"
#include "physics/solar_wind.h"
#include "products/forecast_formats.h"
#include "products/wind_age.h"
#include "series/transforms.h"

namespace symh {
namespace {

/// A value of a channel; NaN if the series does not have it.
float value_of(const Channel* channel, std::size_t row) {
  return channel == nullptr ? missing : channel->values[row];
}

}  // namespace

std::string note_on(const IssuedForecast& forecast) {
  if (!forecast.last_observed) return "";
  const Minutes held = forecast.issue_time - *forecast.last_observed;
  if (held <= Minutes{0}) return "";
  if (const auto& at_issue = forecast.estimated)
    return fmt::format(
        "The newest {} is {} older than this forecast. Since then it is estimated from {}: {:.0f} nT at {}, "
        "5-95 % from {:.0f} to {:.0f} nT.",
        forecast.target, spaced(held), sources_of(*at_issue), at_issue->value_nt,
        format_time(forecast.issue_time), at_issue->q05_nt, at_issue->q95_nt);
  return fmt::format("No {} was observed in the {} before this forecast, only other inputs.", forecast.target,
                     spaced(held));
}

std::vector<std::string> warnings_on(const IssuedForecast& forecast, Time now) {
  std::vector<std::string> list;
  if (const auto& fallback = forecast.fallback)
    list.push_back(
        fmt::format("'{}' forecasts in place of '{}': {}", forecast.model, fallback->from, fallback->reason));
  if (!forecast.last_observed)
    list.push_back(
        fmt::format("there is no {} in the data; it is estimated from a quiet ring current four days ago",
                    forecast.target));
  if (const auto passed = wind_has_passed(forecast, now); !passed.empty()) list.push_back(passed);
  return list;
}

std::vector<DataHealth> health_of(const Series& series, Time now) {
  std::vector<DataHealth> health;
  health.reserve(series.channels.size());
  for (const auto& channel : series.channels)
    health.push_back({channel.name, newest_value(series, channel.name, now)});
  return health;
}

std::vector<ShownWind> wind_at_earth(const Series& series, Time from, Time now, Minutes step) {
  if (!has_solar_wind(series)) return {};
  auto recent = slice(series, from, now + Minutes{1});
  if (recent.empty()) return {};
  if (step > recent.cadence && step % recent.cadence == Minutes{0})
    recent = resample(std::move(recent), step);
  const auto *speed = recent.find("speed"), *bz = recent.find("bz_gsm"), *field = recent.find("b_total"),
             *density = recent.find("density");
  std::vector<ShownWind> wind;
  float known_speed = quiet_speed_km_s;
  for (std::size_t row = 0; row < recent.size(); ++row) {
    ShownWind sample{recent.time_of(row), value_of(bz, row), value_of(field, row), value_of(speed, row),
                     value_of(density, row)};
    if (!std::isnan(sample.speed_km_s)) known_speed = sample.speed_km_s;
    if (recent.solar_wind_at == WindPosition::l1)
      sample.at_earth += Minutes{std::lround(ballistic_delay_minutes(known_speed))};
    while (!wind.empty() && wind.back().at_earth >= sample.at_earth) wind.pop_back();
    wind.push_back(sample);
  }
  return wind;
}

}  // namespace symh
