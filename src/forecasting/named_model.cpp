#include "forecasting/named_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "forecasting/match_solar_wind.h"
#include "physics/wind_position.h"
#include "saved/ensemble_folder.h"
#include "windows/head.h"

namespace symh {
namespace {

/// `model` if that is a folder; otherwise the folder of the bundled model of that name, if there is one.
std::string folder_of(const std::string& model) {
  if (std::filesystem::exists(model)) return model;
  for (const auto& bundled : installed_models())
    if (bundled.name == model) return bundled.folder.string();
  return model;
}

void settle_and_tell(Series& series, Listener& listener) {
  const auto judged = settle_wind_position(series);
  if (!judged.empty()) listener.warn("note: " + judged);
}

/// Returns what it had to assume.
std::vector<std::string> bring_solar_wind_to_the_model(Series& series, const Ensemble& ensemble,
                                                       Listener& listener) {
  const auto driven = std::ranges::find_if(
      ensemble.members, [](const Member& member) { return uses_solar_wind(member.model.config.windows); });
  if (driven == ensemble.members.end()) return {};
  settle_and_tell(series, listener);
  const auto match = match_solar_wind(series, driven->model.config);
  if (!match.note.empty()) listener.warn((match.assumed ? "warning: " : "note: ") + match.note);
  if (!match.assumed) return {};
  return {match.note};
}

}  // namespace

Ensemble load_named_ensemble(const std::string& model, Listener& listener) {
  const auto folder = folder_of(model);
  auto ensemble = load_ensemble(folder);
  for (const auto& member : ensemble.members) {
    const auto& windows = member.model.config.windows;
    listener.say_more(fmt::format("{}: '{}', {} of {} from {} of {} at {}, trained {}", folder, member.name,
                                  member.model.config.model.kind, windows.target,
                                  format_duration(windows.lookback), fmt::join(windows.channels, ", "),
                                  format_duration(windows.cadence),
                                  member.model.provenance.value("trained_at", "at an unknown time")));
  }
  return ensemble;
}

StatedModel load_named_model(const std::string& model, Listener& listener) {
  return {load_named_ensemble(model, listener), read_card(folder_of(model))};
}

ModelAndData load_model_and_data(const std::string& model, const ReadSeries& read,
                                 std::optional<Time> known_until, Listener& listener) {
  const auto read_known = [&](const std::map<std::string, std::string>& columns) {
    auto series = read(columns);
    return known_until ? known_at(series, *known_until) : std::move(series);
  };
  ModelAndData both;
  if (!model.empty()) {
    both.model = load_named_model(model, listener);
    both.series = read_known(both.model.ensemble.columns());
  } else {
    const auto models = require_installed_models();
    both.series = read_known({});
    settle_and_tell(both.series, listener);
    const auto& best = best_bundled_model(models, both.series);
    listener.warn(fmt::format("note: the bundled model '{}' is used: {}", best.name, best.summary));
    both.model = load_named_model(best.folder.string(), listener);
  }
  both.assumed = bring_solar_wind_to_the_model(both.series, both.model.ensemble, listener);
  return both;
}

}  // namespace symh
