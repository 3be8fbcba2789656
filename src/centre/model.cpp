#include "centre/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "cli/terminal_listener.h"
#include "forecasting/match_solar_wind.h"
#include "formats/read_data.h"
#include "windows/head.h"

namespace symh::cli {

namespace {

/// `model` where that is a folder, else the folder of the bundled model of that name, where there is one.
std::string folder_of(const std::string& model) {
  if (std::filesystem::exists(model)) return model;
  for (const auto& bundled : installed_models())
    if (bundled.name == model) return bundled.folder.string();
  return model;
}

}  // namespace

Ensemble load_ensemble_and_tell(const std::string& model) {
  const auto folder = folder_of(model);
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

namespace {

void match_solar_wind_and_tell(Series& series, const Ensemble& ensemble) {
  const auto driven = std::ranges::find_if(
      ensemble.members, [](const Member& member) { return uses_solar_wind(member.model.config.windows); });
  if (driven == ensemble.members.end()) return;
  const auto told = match_solar_wind(series, driven->model.config);
  if (!told.empty()) spdlog::warn("note: {}", told);
}

}  // namespace

StatedModel load_stated_model(const std::string& model) {
  return {load_ensemble_and_tell(model), read_card(folder_of(model))};
}

ModelAndData load_model_and_data(const std::string& model, const std::vector<std::string>& paths,
                                 const DataFlags& flags, const Common& common,
                                 std::optional<Time> known_until) {
  const auto series_for = [&](const std::map<std::string, std::string>& columns) {
    TerminalListener listener(common);
    auto series = read_data(paths, read_options(flags, columns), !common.no_cache, listener).series;
    return known_until ? known_at(series, *known_until) : std::move(series);
  };
  ModelAndData both;
  if (!model.empty()) {
    both.model = load_stated_model(model);
    both.series = series_for(both.model.ensemble.columns());
  } else {
    const auto models = require_installed_models();
    both.series = series_for({});
    const auto& best = best_bundled_model(models, both.series);
    spdlog::warn("note: the bundled model '{}' is used: {}", best.name, best.summary);
    both.model = load_stated_model(best.folder.string());
  }
  match_solar_wind_and_tell(both.series, both.model.ensemble);
  return both;
}

}  // namespace symh::cli
