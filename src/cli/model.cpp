#include "cli/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "forecasting/match_solar_wind.h"
#include "windows/head.h"

namespace symh::cli {

Ensemble load_ensemble_and_tell(const std::string& folder) {
  auto ensemble = load_ensemble(folder);
  for (const auto& member : ensemble.members) {
    const auto& windows = member.model.config.windows;
    spdlog::debug("{}: '{}', {} of {} from {} of {} at {}, trained {}", folder, member.name,
                  member.model.config.model.kind, windows.target, format_duration(windows.lookback),
                  fmt::join(windows.channels, ", "), format_duration(windows.cadence),
                  member.model.provenance.value("trained_at", "at an unknown time"));
  }
  return ensemble;
}

void match_solar_wind_and_tell(Series& series, const Ensemble& ensemble) {
  const auto driven = std::ranges::find_if(
      ensemble.members, [](const Member& member) { return uses_solar_wind(member.model.config.windows); });
  if (driven == ensemble.members.end()) return;
  const auto told = match_solar_wind(series, driven->model.config);
  if (!told.empty()) spdlog::warn("note: {}", told);
}

}  // namespace symh::cli
