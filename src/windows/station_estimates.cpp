#include "windows/station_estimates.h"

#include <cmath>

#include "physics/gap_path.h"
#include "physics/quick_index_error.h"

namespace symh {

StationEstimates::StationEstimates(const Series& grid, const IndexAge& age) : newest_(grid.size(), -1) {
  const auto* values = grid.find(quick_index_channel);
  const auto* errors = grid.find(quick_index_error_channel);
  if (values == nullptr || errors == nullptr) return;
  values_nt_ = values->values;
  deviations_nt_ = errors->values;
  find_newest(grid, age);
}

StationEstimates::StationEstimates(const Series& grid, std::vector<float> sym_h_nt, const IndexAge& age)
    : values_nt_(std::move(sym_h_nt)), deviations_nt_(drawn_station_errors(grid)), newest_(grid.size(), -1) {
  for (std::size_t row = 0; row < grid.size(); ++row) {
    const auto time = grid.time_of(row);
    const auto known = age.stations_at(time);
    stations_.push_back(known ? known->stations : 0);
    ages_.push_back(age.at(time));
  }
  find_newest(grid, age);
}

void StationEstimates::find_newest(const Series& grid, const IndexAge& age) {
  const auto longest = longest_station_delay / grid.cadence;
  for (const auto& segment : grid.segments) {
    std::vector<std::int64_t> last(segment.count, -1);  // the newest estimate at or before each row
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto row = segment.first + i;
      const bool there = !std::isnan(values_nt_[row]) && !std::isnan(deviations_nt_[row]);
      last[i] = there ? static_cast<std::int64_t>(row) : i > 0 ? last[i - 1] : -1;
      const auto known = age.stations_at(segment.start + grid.cadence * static_cast<long>(i));
      if (!known) continue;
      const auto steps = static_cast<std::size_t>((known->delay + grid.cadence - Minutes{1}) / grid.cadence);
      if (steps > i) continue;
      const auto newest = last[i - steps];
      if (newest >= 0 && static_cast<std::int64_t>(row) - newest <= longest) newest_[row] = newest;
    }
  }
}

std::optional<UncertainIndex> StationEstimates::at(std::size_t row, std::size_t at) const {
  if (newest_[row] < static_cast<std::int64_t>(at)) return std::nullopt;
  const auto value = static_cast<double>(values_nt_[at]), deviation = static_cast<double>(deviations_nt_[at]);
  if (std::isnan(value) || std::isnan(deviation)) return std::nullopt;
  if (stations_.empty()) return UncertainIndex{value, deviation};
  const double estimate = value + deviation * quick_index_error_nt(stations_[row], value, ages_[row]);
  return UncertainIndex{estimate, quick_index_error_nt(stations_[row], estimate, ages_[row])};
}

}  // namespace symh
