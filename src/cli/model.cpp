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

std::vector<BundledModel> bundled_models() {
  const auto folder = bundled_models_folder(std::filesystem::canonical("/proc/self/exe"));
  auto models = folder ? list_bundled_models(*folder) : std::vector<BundledModel>{};
  if (models.empty())
    throw DataError("no bundled models are installed; train your own and give --model, or set SYMH_MODELS");
  return models;
}

namespace {

void match_solar_wind_and_tell(Series& series, const Ensemble& ensemble) {
  const auto driven = std::ranges::find_if(
      ensemble.members, [](const Member& member) { return uses_solar_wind(member.model.config.windows); });
  if (driven == ensemble.members.end()) return;
  const auto told = match_solar_wind(series, driven->model.config);
  if (!told.empty()) spdlog::warn("note: {}", told);
}

}  // namespace

ModelAndData load_model_and_data(const std::string& model, const std::vector<std::string>& paths,
                                 const DataFlags& flags, const Common& common) {
  if (!model.empty()) {
    auto ensemble = load_ensemble_and_tell(model);
    auto data = load_and_tell(paths, read_options(flags, ensemble.columns()), common);
    match_solar_wind_and_tell(data.series, ensemble);
    return {std::move(ensemble), std::move(data.series)};
  }
  const auto models = bundled_models();
  auto data = load_and_tell(paths, read_options(flags), common);
  const auto& best = best_bundled_model(models, data.series);
  spdlog::warn("note: the bundled model '{}' is used: {}", best.name, best.summary);
  auto ensemble = load_ensemble_and_tell(best.folder.string());
  match_solar_wind_and_tell(data.series, ensemble);
  return {std::move(ensemble), std::move(data.series)};
}

}  // namespace symh::cli
