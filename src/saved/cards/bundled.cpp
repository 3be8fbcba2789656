#include "saved/cards/bundled.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "physics/solar_wind.h"
#include "saved/cards/saved_files.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t most_minutes = 1440;  // of a cadence or a lead time

bool has_a_value(const Series& series, const std::string& name) {
  const auto* channel = series.find(name);
  return channel != nullptr &&
         std::ranges::any_of(channel->values, [](float value) { return !std::isnan(value); });
}

/// What the model misses in the series: channels without a value, solar wind from a position that it can use,
/// samples as fine as its own.
std::vector<std::string> missing_inputs(const BundledModel& model, const Series& series) {
  std::vector<std::string> names;
  for (const auto& need : model.needs)
    if (!has_a_value(series, need)) names.push_back(need);
  if (names.empty() && model.uses_solar_wind() && model.solar_wind_at == WindPosition::l1 &&
      series.solar_wind_at == WindPosition::bow_shock)
    names.emplace_back("solar wind at L1");
  if (model.cadence % series.cadence != Minutes{0})
    names.push_back(fmt::format("samples of {} or finer (the data have {})", format_duration(model.cadence),
                                format_duration(series.cadence)));
  return names;
}

/// The number of these lead times that the model has.
std::ptrdiff_t served(const BundledModel& model, const std::vector<Minutes>& horizon) {
  return std::ranges::count_if(
      horizon, [&](Minutes lead) { return std::ranges::find(model.horizon, lead) != model.horizon.end(); });
}

bool better(const BundledModel& a, const BundledModel& b) {
  if (a.needs.size() != b.needs.size()) return a.needs.size() > b.needs.size();
  // Means over an hour vary less, so that their error says nothing beside that of five minutes.
  if (a.cadence != b.cadence) return a.cadence < b.cadence;
  return a.rmse_nt.front() < b.rmse_nt.front();
}

}  // namespace

bool BundledModel::uses_solar_wind() const { return std::ranges::any_of(needs, is_solar_wind_channel); }

std::optional<BundledModel> read_card(const fs::path& folder) {
  const auto path = folder / "card.json";
  if (!fs::exists(path)) return std::nullopt;
  const auto text = SavedFiles(folder).read("card.json");
  const auto json = parse_json(text, path.string(), "expected the card of a trained model; restore it");
  try {
    BundledModel model{
        .name = json.at("name"),
        .folder = folder,
        .summary = json.at("summary"),
        .horizon = {},
        .needs = json.at("needs"),
        .rmse_nt = json.at("rmse_out_of_fold_nt"),
        .rmse_without_solar_wind_nt = json.value("rmse_without_solar_wind_nt", std::vector<double>{}),
        .band_coverage_in_storms = json.value("band_coverage_in_storms", std::vector<double>{}),
        .solar_wind_at =
            choice_named<WindPosition>(json.value("solar_wind_at", "auto")).value_or(WindPosition::unknown),
        .cadence = Minutes{json.contains("cadence_minutes")
                               ? whole_number(json.at("cadence_minutes"), 0, most_minutes)
                               : 0}};
    for (const auto& minutes : json.at("lead_times_minutes"))
      model.horizon.emplace_back(whole_number(minutes, 1, most_minutes));
    const auto leads = model.horizon.size();
    if (leads == 0 || model.rmse_nt.size() != leads ||
        (!model.rmse_without_solar_wind_nt.empty() && model.rmse_without_solar_wind_nt.size() != leads))
      throw DataError("must state one error for each lead time");
    if (!std::ranges::all_of(model.rmse_nt, [](double rmse) { return std::isfinite(rmse); }))
      throw DataError("states an error that is not finite");
    return model;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(
        fmt::format("{}: not the card of a trained model ({}); restore it", path.string(), error.what()));
  } catch (const DataError& error) {
    throw DataError(fmt::format("{}: {}; restore it", path.string(), error.what()));
  }
}

std::optional<fs::path> bundled_models_folder(const fs::path& program) {
  if (const char* chosen = std::getenv("SYMH_MODELS"); chosen != nullptr && *chosen != '\0')
    return fs::path(chosen);
  const auto bin = program.parent_path();
  for (const auto& folder : {bin / "../share/symh/data/models", bin / "../../data/models"})
    if (fs::is_directory(folder)) return folder.lexically_normal();
  return std::nullopt;
}

std::vector<BundledModel> installed_models() {
  const auto folder = bundled_models_folder(fs::canonical("/proc/self/exe"));
  return folder ? list_bundled_models(*folder) : std::vector<BundledModel>{};
}

std::vector<BundledModel> require_installed_models() {
  auto models = installed_models();
  if (models.empty())
    throw DataError("no bundled models are installed; train your own and give --model, or set SYMH_MODELS");
  return models;
}

std::vector<BundledModel> list_bundled_models(const fs::path& folder) {
  std::vector<BundledModel> models;
  if (!fs::is_directory(folder))
    throw DataError(
        fmt::format("{}: no folder of trained models; set SYMH_MODELS to one, or unset it", folder.string()));
  for (const auto& entry : fs::directory_iterator(folder))
    if (auto card = read_card(entry.path())) models.push_back(std::move(*card));
  std::ranges::sort(models, {}, &BundledModel::name);
  return models;
}

const BundledModel& best_bundled_model(const std::vector<BundledModel>& models, const Series& series) {
  const BundledModel* best = nullptr;
  std::string reasons;
  for (const auto& model : models) {
    const auto absent = missing_inputs(model, series);
    if (!absent.empty())
      reasons += fmt::format("; {} needs {}", model.name, fmt::join(absent, ", "));
    else if (best == nullptr || better(model, *best))
      best = &model;
  }
  if (best == nullptr)
    throw DataError("no bundled model fits the data" + reasons + "; train your own and give --model");
  return *best;
}

const BundledModel* best_without_solar_wind(const std::vector<BundledModel>& models, const Series& series,
                                            const std::vector<Minutes>& horizon) {
  const BundledModel* best = nullptr;
  for (const auto& model : models) {
    if (model.uses_solar_wind() || !missing_inputs(model, series).empty() || served(model, horizon) == 0)
      continue;
    if (best == nullptr || served(model, horizon) > served(*best, horizon)) best = &model;
  }
  return best;
}

}  // namespace symh
