#include "windows/past_runs.h"

#include <algorithm>

namespace symh {

const std::vector<RingCurrentModel>& past_run_models() {
  static const std::vector<RingCurrentModel> models{
      {.name = "obrien_mcpherron"},
      {.name = "newell", .coupling = RingCurrentModel::Coupling::newell},
      {.name = "burton", .law = RingCurrentModel::Law::burton}};
  return models;
}

PastRuns::PastRuns(const SolarWind& wind, const Series& grid, std::vector<float> sym_h_nt)
    : sym_h_nt_(std::move(sym_h_nt)), segment_first_(grid.size()) {
  const auto arrived = arrived_wind(wind, grid);
  for (const auto& model : past_run_models()) runs_.emplace_back(model, arrived, grid);
  for (const auto& segment : grid.segments)
    std::fill_n(segment_first_.begin() + static_cast<std::ptrdiff_t>(segment.first), segment.count,
                segment.first);
}

float PastRuns::error_nt(std::size_t law, std::size_t row, std::int64_t steps) const {
  const auto before = static_cast<std::size_t>(steps);
  if (row < segment_first_[row] + before) return missing;
  const auto from = row - before;
  return static_cast<float>(sym_h_nt_[row] - runs_[law].from_observation(from, sym_h_nt_[from], row));
}

bool needs_past_runs(const WindowsConfig& config) {
  return std::ranges::find(config.head, "physics_errors") != config.head.end();
}

}  // namespace symh
