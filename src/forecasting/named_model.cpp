#include "forecasting/named_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "forecasting/match_solar_wind.h"
#include "physics/wind_position.h"
#include "saved/cards/saved_files.h"
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

/// Moves the solar wind to where the model takes it. Returns a warning for each assumption about the data.
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

/// Says at which lead times the band of the model fails in storms, by its card. A band that holds less than
/// this share is no warning of a storm.
std::vector<std::string> weak_bands(const StatedModel& model) {
  constexpr double weak = 0.6;
  if (!model.card) return {};
  const auto& shares = model.card->band_coverage_in_storms;
  std::vector<std::string> leads, held;
  for (std::size_t l = 0; l < std::min(shares.size(), model.card->horizon.size()); ++l) {
    if (shares[l] >= weak) continue;
    leads.push_back(format_duration(model.card->horizon[l]));
    held.push_back(fmt::format("{:.0f}", 100 * shares[l]));
  }
  if (leads.empty()) return {};
  return {fmt::format(
      "{} ahead the 5-95 % band of '{}' held {} % of the observations at or below -100 nT: it does not warn "
      "of storms",
      fmt::join(leads, ", "), model.card->name, fmt::join(held, ", "))};
}

}  // namespace

Ensemble load_named_ensemble(const std::string& model, Listener& listener) {
  const auto folder = folder_of(model);
  auto ensemble = load_ensemble(folder);
  if (!SavedFiles(folder).has_checksums())
    listener.say(
        fmt::format("note: {}: an earlier symh wrote this model without SHA256SUMS, so symh cannot tell "
                    "whether its files "
                    "were changed after training",
                    folder));
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
  both.warnings = bring_solar_wind_to_the_model(both.series, both.model.ensemble, listener);
  for (auto& weak : weak_bands(both.model)) {
    listener.warn("warning: " + weak);
    both.warnings.push_back(std::move(weak));
  }
  return both;
}

}  // namespace symh
