#include "windows/index_gap.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "physics/gap_path.h"
#include "series/series.h"

namespace symh {
namespace {

/// Which number of an issue time or an hour number_of() gives.
enum Draw : std::uint64_t {
  kind_of_age,
  length_of_age,
  dst_is_there,
  delay_of_dst,
  noise_of_dst,
  offset_of_dst = 6
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

const std::array<RingCurrentModel, gap_laws>& gap_ring_current_models() {
  using Law = RingCurrentModel::Law;
  static const std::array<RingCurrentModel, gap_laws> models{
      RingCurrentModel{.name = "obrien_mcpherron"}, RingCurrentModel{.name = "burton", .law = Law::burton},
      RingCurrentModel{.name = "newell", .coupling = RingCurrentModel::Coupling::newell},
      RingCurrentModel{.name = "slow", .law = Law::slow}};
  return models;
}

IndexGap::IndexGap(const SolarWind& wind, const Series& grid, std::vector<float> observed_nt,
                   const IndexAge& age, const std::vector<float>& dst_nt)
    : observed_nt_(std::move(observed_nt)),
      newest_(grid.size(), -1),
      segment_first_(grid.size()),
      wind_means_(wind, grid) {
  const auto arrived = arrived_wind(wind, grid);
  for (const auto& model : gap_ring_current_models()) runs_.emplace_back(model, arrived, grid);
  if (!dst_nt.empty()) {
    dst_.emplace(grid, dst_nt, observed_nt_);
    for (std::size_t row = 0; row < grid.size(); ++row)
      dst_delays_.push_back(age.dst_delay_at(grid.time_of(row)));
  }
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
  const auto corrected = anchor(row);
  return static_cast<float>(mean_of_laws(estimate_nt(0, row), estimate_nt(1, row)) +
                            (corrected ? corrected->nt : 0));
}

std::optional<AnchorCorrection> IndexGap::anchor(std::size_t row) const {
  if (!dst_ || !dst_delays_[row]) return std::nullopt;
  AnchoredPath path{runs_[0], runs_[1], runs_[0].quiet_start(row), std::nullopt, row};
  if (newest_[row] >= 0) {
    path.from = static_cast<std::size_t>(newest_[row]);
    path.observed_nt = observed_nt_[path.from];
  }
  return dst_->correction(path, *dst_delays_[row]);
}

bool takes_dst(const WindowsConfig& config) {
  return std::ranges::find(config.head, "anchor") != config.head.end();
}

bool bridges_gap(const WindowsConfig& config) {
  return std::ranges::find(config.head, "gap") != config.head.end();
}

Minutes gap_reach(const WindowsConfig& config) {
  return bridges_gap(config) ? longest_gap + Minutes{6 * 60} : Minutes{0};
}

}  // namespace symh
