#include "windows/lateness.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "physics/dst_anchor.h"
#include "physics/quick_index_error.h"
#include "series/index_age.h"

namespace symh {
namespace {

/// Which number of an issue time or an hour number_of() gives.
enum Draw : std::uint64_t {
  kind_of_age,
  length_of_age,
  dst_is_there,
  delay_of_dst,
  noise_of_dst,
  offset_of_dst = 6,
  stations_are_there = 8,
  count_of_stations,
  kind_of_delay,
  delay_of_stations,
  error_of_stations,
  spread_of_stations = 14
};

/// A number in [0, 1) from an issue time: the same in every run and on every machine (SplitMix64, Steele et
/// al. 2014, 10.1145/2714064.2660195).
double number_of(Time time, std::uint64_t which) {
  auto x = static_cast<std::uint64_t>(time.time_since_epoch().count()) * 2 + which % 2 + (which / 2 << 40);
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1.0p-53;
}

Minutes drawn_age(Time time) {
  constexpr double share_of_zero = 0.2, share_without = 0.15;
  constexpr double shortest_minutes = 5, longest_minutes = 1500;
  const double kind = number_of(time, kind_of_age);
  if (kind < share_of_zero) return Minutes{0};
  if (kind < share_of_zero + share_without) return no_index_age;
  const double minutes =
      shortest_minutes * std::pow(longest_minutes / shortest_minutes, number_of(time, length_of_age));
  return Minutes{std::lround(minutes)};
}

/// A normal deviate from a time (Box & Muller 1958, 10.1214/aoms/1177706645).
double deviate_of(Time time, std::uint64_t which) {
  const double radius = std::sqrt(-2 * std::log(1 - number_of(time, which)));
  return radius * std::cos(2 * std::numbers::pi * number_of(time, which + 1));
}

}  // namespace

std::vector<float> simulated_dst(const Series& grid, const std::vector<float>& sym_h_nt) {
  constexpr double noise_nt = 6;
  std::vector<float> dst(grid.size(), missing);
  const auto count = static_cast<std::size_t>(Minutes{60} / grid.cadence);
  for (const auto& segment : grid.segments) {
    const double offset_nt = dst_offset_deviation_nt * deviate_of(segment.start, offset_of_dst);
    for (std::size_t i = count; i < segment.count; ++i) {
      const Time end = segment.start + grid.cadence * static_cast<long>(i);
      if (end != std::chrono::floor<std::chrono::hours>(end)) continue;
      double sum = 0;
      for (auto row = segment.first + i - count; row < segment.first + i; ++row) sum += sym_h_nt[row];
      dst[segment.first + i] = static_cast<float>(sum / static_cast<double>(count) + offset_nt +
                                                  noise_nt * deviate_of(end, noise_of_dst));
    }
  }
  return dst;
}

std::optional<Minutes> IndexAge::dst_delay_at(Time time) const {
  if (kind == Kind::as_measured) return Minutes{0};
  if (kind == Kind::fixed) return dst_delay;
  if (number_of(time, dst_is_there) < 0.5) return std::nullopt;
  return Minutes{60 + std::lround(120 * number_of(time, delay_of_dst))};
}

Minutes IndexAge::at(Time time) const {
  switch (kind) {
    case Kind::drawn:
      return drawn_age(time);
    case Kind::fixed:
      return age;
    case Kind::as_measured:
      break;
  }
  return Minutes{0};
}

std::optional<StationDelay> IndexAge::stations_at(Time time) const {
  if (kind == Kind::as_measured) return StationDelay{};
  if (kind == Kind::fixed) return StationDelay{.delay = station_delay};
  if (number_of(time, stations_are_there) < 0.5) return std::nullopt;
  constexpr double fewest = 2, counts = 4;
  constexpr double share_of_long = 1.0 / 7, shortest_minutes = 5, usual_minutes = 30, longest_minutes = 360;
  const double place = number_of(time, delay_of_stations);
  const double minutes = number_of(time, kind_of_delay) < share_of_long
                             ? usual_minutes * std::pow(longest_minutes / usual_minutes, place)
                             : shortest_minutes + (usual_minutes - shortest_minutes) * place;
  return StationDelay{.stations = static_cast<int>(fewest + counts * number_of(time, count_of_stations)),
                      .delay = Minutes{std::lround(minutes)}};
}

std::vector<float> drawn_station_errors(const Series& grid) {
  // The errors of the estimate of storms 019 and 020, a day late, have a correlation of 0.72 after 1 h and of
  // 0.36 after 3 h, a kurtosis of 15, and the root mean square of the standard errors (docs/stations.md).
  constexpr double memory_minutes = 150, spread = 0.5;
  const double kept = std::exp(-static_cast<double>(grid.cadence.count()) / memory_minutes);
  const double fresh = std::sqrt(1 - kept * kept);
  std::vector<float> errors(grid.size());
  for (const auto& segment : grid.segments) {
    double error = deviate_of(segment.start, error_of_stations);
    double level = deviate_of(segment.start, spread_of_stations);
    for (std::size_t i = 0; i < segment.count; ++i) {
      const Time time = segment.start + grid.cadence * static_cast<long>(i);
      if (i > 0) {
        error = kept * error + fresh * deviate_of(time, error_of_stations);
        level = kept * level + fresh * deviate_of(time, spread_of_stations);
      }
      // This factor has a mean square of 1, whatever the spread.
      errors[segment.first + i] = static_cast<float>(error * std::exp(spread * level - spread * spread));
    }
  }
  return errors;
}

void add_drawn_estimates(Series& grid, Minutes index_age) {
  constexpr int stations = 4;
  const auto drawn = drawn_station_errors(grid);
  const auto sym_h_nt = grid.at("sym_h").values;
  auto& values = grid.add(quick_index_channel).values;
  std::vector<float> errors(values.size(), missing);
  for (std::size_t row = 0; row < drawn.size(); ++row) {
    const auto truth = static_cast<double>(sym_h_nt[row]);
    values[row] = static_cast<float>(truth + static_cast<double>(drawn[row]) *
                                                 quick_index_error_nt(stations, truth, index_age));
    errors[row] =
        static_cast<float>(quick_index_error_nt(stations, static_cast<double>(values[row]), index_age));
  }
  grid.add(quick_index_error_channel).values = std::move(errors);
}

}  // namespace symh
