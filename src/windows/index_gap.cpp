#include "windows/index_gap.h"

#include <algorithm>
#include <cmath>

#include "physics/gap_path.h"
#include "series/series.h"

namespace symh {
namespace {

/// A number in [0, 1) from an issue time: the same in every run and on every machine (SplitMix64, Steele et
/// al. 2014, 10.1145/2714064.2660195).
double number_of(Time time, std::uint64_t which) {
  auto x = static_cast<std::uint64_t>(time.time_since_epoch().count()) * 2 + which;
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1.0p-53;
}

Minutes drawn_age(Time time) {
  constexpr double share_of_zero = 0.2, share_without = 0.15;
  constexpr double shortest_minutes = 5, longest_minutes = 1500;
  const double kind = number_of(time, 0);
  if (kind < share_of_zero) return Minutes{0};
  if (kind < share_of_zero + share_without) return no_index_age;
  const double minutes = shortest_minutes * std::pow(longest_minutes / shortest_minutes, number_of(time, 1));
  return Minutes{std::lround(minutes)};
}

}  // namespace

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

const std::array<RingCurrentModel, gap_laws>& gap_ring_current_models() {
  using Law = RingCurrentModel::Law;
  static const std::array<RingCurrentModel, gap_laws> models{
      RingCurrentModel{.name = "obrien_mcpherron"}, RingCurrentModel{.name = "burton", .law = Law::burton},
      RingCurrentModel{.name = "newell", .coupling = RingCurrentModel::Coupling::newell},
      RingCurrentModel{.name = "slow", .law = Law::slow}};
  return models;
}

IndexGap::IndexGap(const SolarWind& wind, const Series& grid, std::vector<float> observed_nt,
                   const IndexAge& age)
    : observed_nt_(std::move(observed_nt)),
      newest_(grid.size(), -1),
      segment_first_(grid.size()),
      wind_means_(wind, grid) {
  const auto arrived = arrived_wind(wind, grid);
  for (const auto& model : gap_ring_current_models()) runs_.emplace_back(model, arrived, grid);
  const auto longest = longest_gap / grid.cadence;
  std::vector<std::int64_t> last(grid.size(), -1);  // the newest observed row at or before each row
  for (const auto& segment : grid.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto row = segment.first + i;
      segment_first_[row] = static_cast<std::int64_t>(segment.first);
      last[row] = !std::isnan(observed_nt_[row]) ? static_cast<std::int64_t>(row)
                  : i > 0                        ? last[row - 1]
                                                 : -1;
      const auto late = age.at(segment.start + grid.cadence * static_cast<long>(i));
      const auto steps = static_cast<std::size_t>((late + grid.cadence - Minutes{1}) / grid.cadence);
      if (steps > i) continue;
      const auto newest = last[row - steps];
      if (static_cast<std::int64_t>(row) - newest <= longest) newest_[row] = newest;
    }
}

float IndexGap::newest_nt(std::size_t row) const { return before_newest_nt(row, 0); }

float IndexGap::before_newest_nt(std::size_t row, std::int64_t steps) const {
  const auto place = newest_[row] - steps;
  return newest_[row] < 0 || place < segment_first_[row] ? missing
                                                         : observed_nt_[static_cast<std::size_t>(place)];
}

double IndexGap::estimate_nt(std::size_t law, std::size_t row) const {
  if (newest_[row] < 0) return runs_[law].from_quiet(row, row);
  const auto from = static_cast<std::size_t>(newest_[row]);
  return runs_[law].from_observation(from, observed_nt_[from], row);
}

float IndexGap::estimate_nt(std::size_t row) const {
  if (newest_[row] == static_cast<std::int64_t>(row)) return observed_nt_[row];
  return static_cast<float>(mean_of_laws(estimate_nt(0, row), estimate_nt(1, row)));
}

bool bridges_gap(const WindowsConfig& config) {
  return std::ranges::find(config.head, "gap") != config.head.end();
}

Minutes gap_reach(const WindowsConfig& config) {
  return bridges_gap(config) ? longest_gap + Minutes{6 * 60} : Minutes{0};
}

}  // namespace symh
