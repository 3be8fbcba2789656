#include "verification/leave_out.h"

#include <algorithm>

#include "verification/bootstrap.h"
#include "verification/moments.h"

namespace symh {

std::vector<std::uint32_t> leave_out_units(const LeadTimeForecasts& lead, const SampleRows& rows) {
  const auto stretches = assign_blocks(lead, rows, quiet_stretch);
  std::map<std::pair<int, std::uint32_t>, std::uint32_t> numbers;
  std::vector<std::uint32_t> units;
  units.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int storm = storm_of(lead, rows[i]);
    const auto next = static_cast<std::uint32_t>(numbers.size());
    const auto stretch = storm < 0 ? stretches[i] : 0;
    units.push_back(numbers.try_emplace({storm, stretch}, next).first->second);
  }
  return units;
}

void OtherUnits::Sorted::add_up() {
  std::ranges::sort(values);
  sums.assign(1, 0);
  sums.reserve(values.size() + 1);
  for (const double value : values) sums.push_back(sums.back() + value);
}

std::size_t OtherUnits::Sorted::count_at_or_below(double value) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(values, value) - values.begin());
}

double OtherUnits::Sorted::distance(double value) const {
  const auto below = count_at_or_below(value);
  const auto above = static_cast<double>(values.size() - below);
  return value * static_cast<double>(below) - sums[below] + (sums.back() - sums[below]) - value * above;
}

OtherUnits::OtherUnits(const std::vector<double>& values, const std::vector<std::uint32_t>& units,
                       std::uint32_t unit_count)
    : all_{values, {}}, of_unit_(unit_count), spread_(unit_count) {
  for (std::size_t i = 0; i < values.size(); ++i) of_unit_[units[i]].values.push_back(values[i]);
  all_.add_up();
  // Sums of |X - X'| over ordered pairs: of all values, of a unit with all, within a unit.
  double of_all = 0;
  std::vector<double> with_all(unit_count), within(unit_count);
  for (std::uint32_t unit = 0; unit < unit_count; ++unit) {
    auto& own = of_unit_[unit];
    own.add_up();
    for (const double value : own.values) {
      with_all[unit] += all_.distance(value);
      within[unit] += own.distance(value);
    }
    of_all += with_all[unit];
  }
  for (std::uint32_t unit = 0; unit < unit_count; ++unit) {
    const auto n = static_cast<double>(count(unit));
    spread_[unit] = ratio(of_all - 2 * with_all[unit] + within[unit], 2 * n * n);
  }
}

std::size_t OtherUnits::count(std::uint32_t unit) const {
  return all_.values.size() - of_unit_[unit].values.size();
}

double OtherUnits::at_or_below(double value, std::uint32_t unit) const {
  const auto below = all_.count_at_or_below(value) - of_unit_[unit].count_at_or_below(value);
  return ratio(static_cast<double>(below), static_cast<double>(count(unit)));
}

double OtherUnits::quantile(double share, std::uint32_t unit) const {
  if (count(unit) == 0) return undefined;
  const auto found = std::ranges::partition_point(
      all_.values, [&](double value) { return at_or_below(value, unit) < share; });
  return found == all_.values.end() ? all_.values.back() : *found;
}

double OtherUnits::crps(double observed, std::uint32_t unit) const {
  const double distance = all_.distance(observed) - of_unit_[unit].distance(observed);
  return ratio(distance, static_cast<double>(count(unit))) - spread_[unit];
}

}  // namespace symh
