#include "products/wind_age.h"

#include <fmt/format.h>

namespace symh {
namespace {

/// Wind at the bow shock drives as it is measured: one sample of 5 minutes, and the minutes in which a
/// provider processes it, do not count as late.
constexpr Minutes bow_shock_grace{10};

/// The last time that the newest wind tells of.
Time told_until(const SolarWindSeen& wind) {
  return *wind.at_earth + (wind.measured_at == WindPosition::bow_shock ? bow_shock_grace : Minutes{0});
}

}  // namespace

std::string spaced(Minutes duration) {
  const auto minutes = duration.count();
  std::string text;
  if (minutes >= 1440) text += fmt::format(" {} d", minutes / 1440);
  if (minutes % 1440 >= 60) text += fmt::format(" {} h", minutes % 1440 / 60);
  if (minutes < 1440 && (minutes % 60 > 0 || text.empty())) text += fmt::format(" {} min", minutes % 60);
  return text.substr(1);
}

std::optional<bool> wind_covers(const IssuedForecast& forecast, Time now) {
  if (!forecast.solar_wind) return std::nullopt;
  const auto& wind = *forecast.solar_wind;
  if (!wind.newest) return false;
  if (!wind.at_earth) return std::nullopt;
  return now <= told_until(wind);
}

std::string wind_has_passed(const IssuedForecast& forecast, Time now) {
  if (forecast.fallback || wind_covers(forecast, now).value_or(true)) return "";
  const auto& wind = *forecast.solar_wind;
  if (!wind.newest) return "there is no solar wind in the data; symh forecasts without its drive";
  // Where the forecast is issued later than the wind, its window holds the last values up to the issue time.
  const auto* assumed = *wind.newest < forecast.issue_time ? "symh holds its last values up to the issue time"
                                                           : "symh assumes that its drive fades from then on";
  return fmt::format("the newest solar wind ({}) reached Earth at {}, {} before now; {}",
                     format_time(*wind.newest), format_time(*wind.at_earth), spaced(now - *wind.at_earth),
                     assumed);
}

}  // namespace symh
