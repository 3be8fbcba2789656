#include "windows/index_gap.h"

#include <algorithm>
#include <cmath>

#include "physics/gap_path.h"
#include "series/series.h"

namespace symh {

const std::array<RingCurrentModel, gap_laws>& gap_ring_current_models() {
  using Law = RingCurrentModel::Law;
  static const std::array<RingCurrentModel, gap_laws> models{
      RingCurrentModel{.name = "obrien_mcpherron"}, RingCurrentModel{.name = "burton", .law = Law::burton},
      RingCurrentModel{.name = "newell", .coupling = RingCurrentModel::Coupling::newell},
      RingCurrentModel{.name = "slow", .law = Law::slow}};
  return models;
}

IndexGap::IndexGap(const SolarWind& wind, const Series& grid, std::vector<float> observed_nt,
                   const IndexAge& age, const std::vector<float>& dst_nt,
                   std::optional<StationEstimates> stations)
    : observed_nt_(std::move(observed_nt)),
      newest_(grid.size(), -1),
      segment_first_(grid.size()),
      stations_(std::move(stations)),
      cadence_(grid.cadence),
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

double IndexGap::path_nt(std::size_t row, std::size_t at) const {
  const auto by = [&](const RingCurrentRun& run) {
    if (newest_[row] < 0) return run.from_quiet(row, at);
    const auto from = static_cast<std::size_t>(newest_[row]);
    return run.from_observation(from, observed_nt_[from], at);
  };
  return mean_of_laws(by(runs_[0]), by(runs_[1]));
}

std::int64_t IndexGap::newest_of_stations(std::size_t row) const {
  return stations_ && stations_->newest(row) > newest_[row] ? stations_->newest(row) : -1;
}

std::optional<UncertainIndex> IndexGap::of_stations(std::size_t row, std::size_t at) const {
  const auto place = static_cast<std::int64_t>(at);
  if (!stations_ || place <= newest_[row] || place < segment_first_[row]) return std::nullopt;
  return stations_->at(row, at);
}

std::optional<StationCorrection> IndexGap::station_correction(
    std::size_t row, const std::optional<AnchorCorrection>& anchor) const {
  if (newest_of_stations(row) < 0) return std::nullopt;
  const auto at = static_cast<std::size_t>(newest_of_stations(row));
  const auto estimate = of_stations(row, at);
  if (!estimate) return std::nullopt;
  const Minutes lateness =
      newest_[row] < 0 ? no_index_age : cadence_ * (static_cast<std::int64_t>(at) - newest_[row]);
  UncertainIndex path{path_nt(row, at), 0};
  path.deviation_nt = path_deviation_nt(lateness, path.nt);
  if (anchor) {
    path.nt += anchor->nt;
    path.deviation_nt = std::min(path.deviation_nt, anchor->deviation_nt);
  }
  const double since = path_deviation_nt(cadence_ * static_cast<std::int64_t>(row - at), estimate->nt);
  return later(corrected_by(path, *estimate), runs_[0].kept(at, row), since);
}

float IndexGap::estimate_nt(std::size_t row) const {
  if (newest_[row] == static_cast<std::int64_t>(row)) return observed_nt_[row];
  const auto by_dst = anchor(row);
  const auto by_stations = station_correction(row, by_dst);
  return static_cast<float>(path_nt(row, row) + (by_dst ? by_dst->nt : 0) +
                            (by_stations ? by_stations->nt : 0));
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

bool takes_stations(const WindowsConfig& config) {
  return std::ranges::find(config.head, "stations") != config.head.end();
}

bool bridges_gap(const WindowsConfig& config) {
  return std::ranges::find(config.head, "gap") != config.head.end();
}

Minutes gap_reach(const WindowsConfig& config) {
  return bridges_gap(config) ? longest_gap + Minutes{6 * 60} : Minutes{0};
}

}  // namespace symh
