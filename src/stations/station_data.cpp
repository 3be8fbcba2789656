#include "stations/station_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace symh {
namespace {

double year_of(Time time) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
  const auto first = std::chrono::sys_days{date.year() / 1 / 1};
  return int{date.year()} + std::chrono::duration<double, std::ratio<31556952>>(time - first).count();
}

/// The channel of each observatory, by the minute from `start` on.
std::vector<float> on_minutes(const Series& series, const Channel& channel, Time start,
                              std::int64_t minutes) {
  std::vector<float> values(static_cast<std::size_t>(minutes), missing);
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto minute = (segment.start - start).count() + static_cast<std::int64_t>(i);
      if (minute >= 0 && minute < minutes)
        values[static_cast<std::size_t>(minute)] = channel.values[segment.first + i];
    }
  return values;
}

bool has_value(const Channel& channel) {
  return std::ranges::any_of(channel.values, [](float value) { return !std::isnan(value); });
}

void lay_observed(StationGrid& grid, const Series& observed) {
  const auto* const sym_h = observed.find("sym_h");
  if (sym_h == nullptr)
    throw DataError(
        "the observed index has no channel sym_h; give files of SYM-H, such as those of `symh fetch kyoto`");
  const auto slots = static_cast<std::size_t>(grid.slots());
  std::vector<double> sums(slots, 0);
  std::vector<int> counts(slots, 0);
  grid.observed_until.assign(slots, 0);
  // A mean that is stamped by its end belongs to the slot before its stamp.
  const Minutes back = observed.stamp == Stamp::end ? observed.cadence : Minutes{0};
  for (const auto& segment : observed.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const float value = sym_h->values[segment.first + i];
      const Time stamp = segment.start + observed.cadence * static_cast<long>(i);
      const auto begin = (stamp - back - grid.start).count();
      if (std::isnan(value) || begin < 0 || begin >= grid.minutes) continue;
      const auto slot = static_cast<std::size_t>(begin / slot_length.count());
      sums[slot] += static_cast<double>(value);
      ++counts[slot];
      grid.observed_until[slot] = std::max(grid.observed_until[slot], (stamp - grid.start).count());
    }
  grid.observed_nt.assign(slots, missing);
  for (std::size_t slot = 0; slot < slots; ++slot)
    if (counts[slot] > 0) grid.observed_nt[slot] = static_cast<float>(sums[slot] / counts[slot]);
}

void fill_slots(StationData& station) {
  const auto length = static_cast<std::size_t>(slot_length.count());
  station.slots.assign(station.minutes.size() / length, missing);
  std::vector<float> five(length);
  for (std::size_t slot = 0; slot < station.slots.size(); ++slot) {
    std::copy_n(station.minutes.begin() + static_cast<std::ptrdiff_t>(slot * length), length, five.begin());
    station.slots[slot] = median_of(five);
  }
}

/// A step must last for so many minutes, and is known only then.
constexpr std::int64_t confirmed_after = 10;

/// Median over `count` minutes from `from` on.
float median_over(const std::vector<float>& minutes, std::int64_t from, std::int64_t count) {
  const auto first = std::max<std::int64_t>(from, 0);
  const auto last = std::min<std::int64_t>(from + count, static_cast<std::int64_t>(minutes.size()));
  if (first >= last) return missing;
  return median_of({minutes.begin() + first, minutes.begin() + last});
}

/// The step of the baseline at `minute`; 0 if there is none.
float step_at(const StationGrid& grid, const StationData& station, std::int64_t minute) {
  constexpr float least_step_nt = 20, most_of_others_nt = 5;
  const auto at = static_cast<std::size_t>(minute);
  const float change = station.minutes[at] - station.minutes[at - 1];
  if (!(std::abs(change) > least_step_nt)) return 0;
  int others = 0;
  for (const auto& other : grid.stations) {
    if (&other == &station) continue;
    const float change_there = other.minutes[at] - other.minutes[at - 1];
    if (std::isnan(change_there)) continue;
    if (std::abs(change_there) > most_of_others_nt) return 0;
    ++others;
  }
  const float lasting = median_over(station.minutes, minute, confirmed_after) -
                        median_over(station.minutes, minute - confirmed_after, confirmed_after);
  constexpr int least_others = 2;
  return others >= least_others && std::abs(lasting - change) < std::abs(change) / 3 ? lasting : 0;
}

}  // namespace

float median_of(std::vector<float> values) {
  std::erase_if(values, [](float value) { return std::isnan(value); });
  if (values.empty()) return missing;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  const float below = *std::max_element(values.begin(), middle);
  return (below + *middle) / 2;
}

StationGrid station_grid(const Series& stations, const Series& observed) {
  if (stations.empty() || stations.cadence != Minutes{1})
    throw DataError(fmt::format("the observatories' data are every {}, expected every minute",
                                stations.empty() ? "0m" : format_duration(stations.cadence)));
  StationGrid grid;
  grid.start = std::chrono::floor<std::chrono::days>(stations.first_time());
  const Time end = std::chrono::ceil<std::chrono::days>(stations.last_time() + Minutes{1});
  grid.minutes = (end - grid.start).count();
  for (const auto& channel : stations.channels) {
    const auto* const observatory = observatory_of_channel(channel.name);
    if (observatory == nullptr || !has_value(channel)) continue;
    StationData station{.observatory = observatory,
                        .share = share_of_sym_h(*observatory, year_of(stations.first_time())),
                        .minutes = on_minutes(stations, channel, grid.start, grid.minutes),
                        .slots = {}};
    grid.stations.push_back(std::move(station));
  }
  constexpr std::size_t fewest = 2;
  if (grid.stations.size() < fewest)
    throw DataError(
        fmt::format("{} observatory with data, expected at least two, in channels such as h_her and h_kak",
                    grid.stations.size()));
  lay_observed(grid, observed);
  remove_jumps(grid);
  for (auto& station : grid.stations) fill_slots(station);
  return grid;
}

void remove_jumps(StationGrid& grid) {
  for (auto& station : grid.stations)
    for (std::int64_t minute = 1; minute < grid.minutes; ++minute) {
      const float step = step_at(grid, station, minute);
      if (step == 0) continue;
      station.jumps.push_back(minute);
      // The values until then stay as they were measured, so the removal itself makes the next step.
      minute += confirmed_after;
      for (auto at = static_cast<std::size_t>(minute); at < station.minutes.size(); ++at)
        station.minutes[at] -= step;
    }
}

}  // namespace symh
