#pragma once
#include <optional>
#include <string>

#include "models/ensemble.h"
#include "products/issued_forecast.h"

namespace symh {

/// The part of a series that is known at a time: what is stamped at or before it. Throws DataError where that
/// is nothing.
Series known_at(const Series& series, Time at);

/// Stamp of the newest value of a channel at or before `at`; nothing where there is none.
std::optional<Time> newest_value(const Series& series, const std::string& channel, Time at);

/// What there is of it at issue time.
SolarWindSeen solar_wind_seen(const Series& series, Time issue);

/// True where any member needs solar wind.
bool uses_solar_wind(const Ensemble& ensemble);

/// The newest issue time of `series` that has its history (at or before `at`, where given); nothing where
/// there is none.
std::optional<Time> newest_issue_time(const Model& model, const Series& series, std::optional<Time> at = {});

/// The forecast from the newest issue time of `series` that has its history (at or before `at`, where given).
/// Throws DataError when there is none.
IssuedForecast issue_forecast(const Ensemble& ensemble, const Series& series, std::optional<Time> at = {});
IssuedForecast issue_forecast(const Model& model, const Series& series, std::optional<Time> at = {});

}  // namespace symh
