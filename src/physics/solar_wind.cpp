#include "physics/solar_wind.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "physics/coupling.h"
#include "series/transforms.h"

namespace symh {
namespace {

constexpr Minutes for_ever{100 * 366 * 1440};

/// A copy of one channel, gaps held up to the limit and then filled with `quiet`.
std::vector<float> held(const Series& series, std::string_view name, Minutes limit, float quiet) {
  const auto* channel = series.find(name);
  if (channel == nullptr) return std::vector<float>(series.size(), quiet);
  Series single;
  single.cadence = series.cadence;
  single.segments = series.segments;
  single.channels.push_back(*channel);
  fill_causally(single, name, limit);
  auto values = std::move(single.channels.front().values);
  std::ranges::replace_if(
      values, [](float value) { return std::isnan(value); }, quiet);
  return values;
}

/// The row of `segment` at which the sample of row `from` arrives, or the segment's end if it arrives later.
std::size_t arrival_row(const Segment& segment, std::size_t from, float speed_km_s, Minutes cadence) {
  const float delay = ballistic_delay_minutes(std::isnan(speed_km_s) ? quiet_speed_km_s : speed_km_s);
  const auto steps = static_cast<std::size_t>(std::ceil(delay / static_cast<float>(cadence.count())));
  return std::min(from + steps, segment.first + segment.count);
}

}  // namespace

bool has_solar_wind(const Series& series) {
  return series.find("speed") != nullptr && series.find("bz_gsm") != nullptr;
}

SolarWind solar_wind(const Series& series, Minutes hold_limit) {
  series.at("speed");
  series.at("bz_gsm");
  const auto by = held(series, "by_gsm", hold_limit, 0.F);
  auto bz = held(series, "bz_gsm", hold_limit, 0.F);
  const auto density = held(series, "density", hold_limit, quiet_density_cm3);
  SolarWind wind;
  wind.position = series.solar_wind_at;
  wind.speed_km_s = held(series, "speed", for_ever, quiet_speed_km_s);
  const std::size_t rows = series.size();
  wind.vbs_mv_m.resize(rows);
  wind.newell_mv_m.resize(rows);
  wind.sqrt_pressure_npa.resize(rows);
  for (std::size_t r = 0; r < rows; ++r) {
    const float speed = wind.speed_km_s[r];
    wind.vbs_mv_m[r] = southward_electric_field(speed, bz[r]);
    wind.newell_mv_m[r] = newell_electric_field(newell_coupling(speed, by[r], bz[r]));
    wind.sqrt_pressure_npa[r] = root_of_pressure(density[r], speed);
  }
  wind.bz_nt = std::move(bz);
  wind.bz_measured.reserve(rows);
  for (const float value : series.at("bz_gsm").values) wind.bz_measured.push_back(!std::isnan(value));
  return wind;
}

Series propagate_to_bow_shock(Series series) {
  if (series.solar_wind_at != WindPosition::l1)
    throw DataError(
        "only solar wind measured at L1 can be propagated to the bow shock; say where it was "
        "measured with data.solar_wind_at or --solar-wind-at");
  const auto speed = held(series, "speed", for_ever, quiet_speed_km_s);
  for (auto& channel : series.channels) {
    if (!is_solar_wind_channel(channel.name)) continue;
    std::vector<float> arrived(channel.values.size(), missing);
    for (const auto& segment : series.segments) {
      for (std::size_t r = segment.first; r < segment.first + segment.count; ++r) {
        if (std::isnan(channel.values[r])) continue;
        const auto to = arrival_row(segment, r, speed[r], series.cadence);
        if (to < segment.first + segment.count) arrived[to] = channel.values[r];
      }
    }
    channel.values = std::move(arrived);
  }
  series.solar_wind_at = WindPosition::bow_shock;
  return series;
}

}  // namespace symh
