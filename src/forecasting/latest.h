#pragma once
#include <optional>
#include <string>

#include "models/ensemble.h"
#include "physics/gap_path.h"
#include "products/issued_forecast.h"

namespace symh {

/// The part of a series that is known at a time: the rows stamped at or before it. Throws DataError if there
/// are no such rows.
Series known_at(const Series& series, Time at);

/// Stamp of the newest value of a channel at or before `at`; nothing if there is no value.
std::optional<Time> newest_value(const Series& series, const std::string& channel, Time at);

/// The value of a channel at a time; NaN if there is none.
float value_at(const Series& series, const std::string& channel, Time time);

/// The solar wind known at issue time.
SolarWindSeen solar_wind_seen(const Series& series, Time issue);

/// The configuration as text. Members with the same text see the same windows of the same data.
std::string windows_key(const WindowsConfig& config);

/// True if any member needs solar wind.
bool uses_solar_wind(const Ensemble& ensemble);

/// True if any member was trained with estimates of SYM-H from observatories.
bool takes_stations(const Ensemble& ensemble);

/// True if a member sees the gap of a late target itself; false if it sees a series in which an estimate
/// closes the gap. `stations`: observatories gave that estimate. A member that was not trained with such
/// takes it as an observation.
bool sees_gap(const WindowsConfig& windows, bool stations);

/// The newest issue time of `series` with a complete history (at or before `at`, if given); nothing if there
/// is none.
std::optional<Time> newest_issue_time(const Model& model, const Series& series, std::optional<Time> at = {});

/// The forecast from the newest issue time of `series` with a complete history (at or before `at`, if given).
/// The members are weighed by the age of their target at that time, and so is the band. Throws DataError if
/// there is no such issue time, and RunError if the numbers are no forecast (products/check.h).
/// Names in `warnings` the members that have no window at that time.
IssuedForecast issue_forecast(const Ensemble& ensemble, const Series& series, std::optional<Time> at = {});
IssuedForecast issue_forecast(const Model& model, const Series& series, std::optional<Time> at = {});

/// The data of a forecast whose target is late.
struct LateData {
  const Series& completed;  ///< the target estimated up to issue time, for members that must see it
  const Series& observed;   ///< the target as it came, for members that bridge the gap themselves
  bool stations = false;    ///< `observed` has estimates of the newest SYM-H from observatories
  /// The estimate in `completed`, if the bands of the members that see it get its error; else null.
  const GapPath* widening = nullptr;
};
IssuedForecast issue_forecast(const Ensemble& ensemble, const LateData& data, std::optional<Time> at = {});

}  // namespace symh
