#include "stations/simulated_stations.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "physics/random.h"
#include "stations/observatories.h"

namespace symh {
namespace {

constexpr double minutes_a_day = 1440;

/// A bell around 11:30 local time: the quiet-day currents pass overhead then.
double quiet_day_shape(double local_hour) {
  constexpr double peak = 11.5, width = 2.6, mean = 0.27;
  double hours = std::fmod(local_hour - peak + 36, 24) - 12;
  return std::exp(-hours * hours / (2 * width * width)) - mean;
}

}  // namespace

struct StationSimulator::Station {
  Station(const Observatory& row, Random& random, double first_minute)
      : observatory(&row),
        share(share_of_sym_h(row, 2001)),
        level_nt(random.uniform(24000, 33000)),
        quiet_nt(random.uniform(20, 40)),
        delay_minutes(static_cast<std::int64_t>(random.uniform(5, 25))),
        next_jump(first_minute + random.exponential(mean_days_to_jump * minutes_a_day)),
        next_outage(first_minute + random.exponential(mean_days_to_outage * minutes_a_day)),
        noise(random, 30),
        drift(random, 20 * minutes_a_day) {}

  /// H at a minute since 1970.
  double advance(double minute, double sym_h_nt, Random& random) {
    constexpr double asymmetry = 0.25, season_share = 0.3, days_a_year = 365.25;
    const double hour = std::fmod(minute / 60 + observatory->longitude_degrees / 15, 24);
    if (std::fmod(minute, minutes_a_day) == 0) day_factor = std::exp(0.25 * random.normal());
    if (minute >= next_jump) {
      level_nt += (random.uniform() < 0.5 ? -1 : 1) * random.uniform(25, 70);
      next_jump = minute + random.exponential(mean_days_to_jump * minutes_a_day);
    }
    if (minute >= next_outage) {
      outage_until = minute + random.uniform(30, 600);
      next_outage = outage_until + random.exponential(mean_days_to_outage * minutes_a_day);
    }
    const double angle = 2 * std::numbers::pi * (minute / minutes_a_day / days_a_year - 0.47);
    const double season = 1 + season_share * (observatory->latitude_degrees < 0 ? -1 : 1) * std::cos(angle);
    const double evening = 1 + asymmetry * std::cos((hour - 18) * std::numbers::pi / 12);
    return level_nt + 3 * drift.next() + quiet_nt * season * day_factor * quiet_day_shape(hour) +
           share * sym_h_nt * (sym_h_nt < 0 ? evening : 1) + noise.next() + 0.2 * random.normal();
  }

  static constexpr double mean_days_to_jump = 150, mean_days_to_outage = 20;
  const Observatory* observatory;
  double share, level_nt, quiet_nt, day_factor = 1;
  std::int64_t delay_minutes;
  double next_jump, next_outage, outage_until = 0;
  Correlated noise, drift;
};

struct StationSimulator::State {
  explicit State(unsigned seed) : random(seed) {}
  Random random;
  std::vector<Station> stations;
};

StationSimulator::StationSimulator(unsigned seed) : state_(std::make_unique<State>(seed)) {}
StationSimulator::~StationSimulator() = default;

Series StationSimulator::advance(const Series& indices, bool is_last) {
  Series series;
  series.cadence = indices.cadence;
  series.stamp = indices.stamp;
  series.segments = indices.segments;
  series.status.assign(indices.size(), Status::unknown);
  if (indices.empty()) return series;
  auto& state = *state_;
  const auto first = static_cast<double>(indices.first_time().time_since_epoch().count());
  if (state.stations.empty())
    for (const auto code : default_observatories())
      state.stations.emplace_back(*find_observatory(code), state.random, first);
  const auto& sym_h = indices.at("sym_h").values;
  for (auto& station : state.stations) series.add(h_channel(station.observatory->code));
  for (std::size_t row = 0; row < sym_h.size(); ++row) {
    const auto minute = static_cast<double>(indices.time_of(row).time_since_epoch().count());
    for (std::size_t s = 0; s < state.stations.size(); ++s) {
      auto& station = state.stations[s];
      const double h_nt = station.advance(minute, static_cast<double>(sym_h[row]), state.random);
      // Observatories publish tenths of a nanotesla.
      series.channels[s].values[row] =
          minute < station.outage_until ? missing : static_cast<float>(std::round(h_nt * 10) / 10);
    }
  }
  for (std::size_t s = 0; is_last && s < state.stations.size(); ++s) {
    auto& values = series.channels[s].values;
    const auto delay =
        std::min<std::size_t>(values.size(), static_cast<std::size_t>(state.stations[s].delay_minutes));
    std::fill(values.end() - static_cast<std::ptrdiff_t>(delay), values.end(), missing);
  }
  return series;
}

}  // namespace symh
