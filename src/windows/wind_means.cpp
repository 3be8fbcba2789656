#include "windows/wind_means.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace symh {
namespace {

/// The stretches lie between these times before issue time.
constexpr std::array edges_minutes{0, 15, 30, 60, 120, 180, 240, 360, 540, 720, 1080, 1440};
constexpr std::array quantities{"bz", "speed", "vbs", "newell", "sqrt_pressure"};

/// sums[r]: of the rows before r.
std::vector<double> running_sums(const std::vector<float>& values) {
  std::vector<double> sums{0};
  sums.reserve(values.size() + 1);
  for (const float value : values) sums.push_back(sums.back() + double{value});
  return sums;
}

}  // namespace

std::vector<WindStretch> wind_stretches(Minutes cadence) {
  std::vector<WindStretch> stretches;
  for (std::size_t i = 0; i + 1 < edges_minutes.size(); ++i) {
    const auto nearest = static_cast<std::size_t>(edges_minutes[i] / cadence.count());
    const auto farthest = static_cast<std::size_t>(edges_minutes[i + 1] / cadence.count());
    stretches.push_back({nearest, std::max(farthest, nearest + 1)});
  }
  return stretches;
}

std::vector<std::string> wind_mean_features() {
  std::vector<std::string> names;
  for (const auto* quantity : quantities)
    for (std::size_t i = 0; i + 1 < edges_minutes.size(); ++i)
      names.push_back(fmt::format("mean_{}@{}-{}", quantity, format_duration(Minutes{edges_minutes[i]}),
                                  format_duration(Minutes{edges_minutes[i + 1]})));
  return names;
}

WindMeans::WindMeans(const SolarWind& wind, const Series& grid)
    : segment_first_(grid.size()), cadence_(grid.cadence) {
  for (const auto* values :
       {&wind.bz_nt, &wind.speed_km_s, &wind.vbs_mv_m, &wind.newell_mv_m, &wind.sqrt_pressure_npa})
    sums_.push_back(running_sums(*values));
  for (const auto& segment : grid.segments)
    std::fill_n(segment_first_.begin() + static_cast<std::ptrdiff_t>(segment.first), segment.count,
                segment.first);
}

void WindMeans::at(std::size_t row, float* out) const {
  const auto stretches = wind_stretches(cadence_);
  const auto rows_there = row - segment_first_[row] + 1;
  for (const auto& sums : sums_)
    for (const auto& stretch : stretches) {
      const auto farthest = std::min(stretch.farthest, rows_there);
      if (farthest <= stretch.nearest) {
        *out++ = missing;
        continue;
      }
      const double sum = sums[row + 1 - stretch.nearest] - sums[row + 1 - farthest];
      *out++ = static_cast<float>(sum / static_cast<double>(farthest - stretch.nearest));
    }
}

}  // namespace symh
