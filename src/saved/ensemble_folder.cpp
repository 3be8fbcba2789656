#include "saved/ensemble_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/file.h"
#include "saved/model_folder.h"

namespace symh {
namespace {

constexpr int format_version = 1;
constexpr double weight_tolerance = 1e-6;

/// A name becomes a folder, so it must not lead out of the run folder.
bool is_plain_name(const std::string& name) {
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 100 && std::ranges::all_of(name, plain);
}

/// The same of Ensemble::when_late, or with_stations.
std::string fault_of_ages(const Ensemble& ensemble, const std::vector<LateCombining>& ages) {
  const auto leads = ensemble.windows().horizon.size();
  Minutes before{0};
  for (const auto& late : ages) {
    const auto& [weights, bands] = late.combining;
    if (late.age <= before) return "the ages of its late weights do not rise";
    if (weights.size() != ensemble.members.size() || bands.size() != ensemble.bands.size())
      return "its late weights need one list for each member, its late bands one entry for each band";
    for (std::size_t l = 0; l < leads; ++l) {
      double sum = 0;
      for (const auto& of_member : weights) {
        if (of_member.size() != leads || !(of_member[l] >= 0)) return "a late weight is negative or absent";
        sum += of_member[l];
      }
      if (!(std::abs(sum - 1) <= weight_tolerance)) return "its late weights do not sum to 1";
    }
    before = late.age;
  }
  return "";
}

/// The reason why the members do not fit together; empty if they do.
std::string fault(const Ensemble& ensemble) {
  if (ensemble.members.empty()) return "it has no members";
  const auto& first = ensemble.windows();
  const auto leads = first.horizon.size();
  for (const auto& member : ensemble.members) {
    const auto& windows = member.model.config.windows;
    if (windows.horizon != first.horizon || windows.target != first.target ||
        windows.cadence != first.cadence)
      return fmt::format(
          "the horizon, target or cadence of member '{}' differs from that of the first member", member.name);
    if (member.weights.size() != leads)
      return fmt::format("member '{}' needs one weight for each lead time", member.name);
    if (!std::ranges::all_of(member.weights, [](double w) { return std::isfinite(w) && w >= 0; }))
      return fmt::format("member '{}' has a negative weight", member.name);
  }
  for (std::size_t l = 0; l < leads; ++l) {
    double sum = 0;
    for (const auto& member : ensemble.members) sum += member.weights[l];
    if (std::abs(sum - 1) > weight_tolerance) return "its weights do not sum to 1";
  }
  if (!ensemble.bands.empty() && ensemble.bands.size() != leads)
    return "its bands need one entry for each lead time";
  const auto late = fault_of_ages(ensemble, ensemble.when_late);
  return late.empty() ? fault_of_ages(ensemble, ensemble.with_stations) : late;
}

nlohmann::json json_of(const std::vector<BandCalibration>& bands) {
  auto json = nlohmann::json::array();
  for (const auto& band : bands)
    json.push_back(
        {{"below", band.below}, {"above", band.above}, {"deep", band.deep}, {"deepest", band.deepest}});
  return json;
}

std::vector<BandCalibration> bands_from(const nlohmann::json& json) {
  std::vector<BandCalibration> bands;
  for (const auto& entry : json)
    bands.push_back(
        {entry.at("below"), entry.at("above"), entry.value("deep", 1.0), entry.value("deepest", 0.0)});
  return bands;
}

Ensemble single(const std::filesystem::path& folder) {
  Ensemble ensemble;
  auto model = load_model(folder);
  ensemble.name = model.config.name;
  ensemble.provenance = model.provenance;
  const std::vector<double> weights(model.config.windows.horizon.size(), 1.0);
  ensemble.members.push_back({ensemble.name, std::move(model), weights});
  return ensemble;
}

nlohmann::json json_of(const std::vector<LateCombining>& ages) {
  auto json = nlohmann::json::array();
  for (const auto& late : ages)
    json.push_back({{"age_minutes", late.age.count()},
                    {"weights", late.combining.weights},
                    {"bands", json_of(late.combining.bands)}});
  return json;
}

std::vector<LateCombining> ages_from(const nlohmann::json& json, const char* key) {
  std::vector<LateCombining> ages;
  for (const auto& entry : json.value(key, nlohmann::json::array()))
    ages.push_back(
        {Minutes{entry.at("age_minutes").get<long>()},
         {entry.at("weights").get<std::vector<std::vector<double>>>(), bands_from(entry.at("bands"))}});
  return ages;
}

Ensemble read(const nlohmann::json& json, const std::filesystem::path& folder) {
  if (const int version = json.at("format_version"); version != format_version)
    throw DataError(
        fmt::format("{}: format version {}, this symh reads version {}; use the symh that wrote it, "
                    "or train again",
                    (folder / "ensemble.json").string(), version, format_version));
  Ensemble ensemble;
  ensemble.name = json.at("name");
  ensemble.provenance = json.at("provenance");
  for (const auto& entry : json.at("members")) {
    const std::string name = entry.at("name");
    if (!is_plain_name(name))
      throw DataError(fmt::format("{}: '{}' cannot name a member; use letters, digits, - and _",
                                  (folder / "ensemble.json").string(), name));
    ensemble.members.push_back(
        {name, load_model(folder / "members" / name), entry.at("weights").get<std::vector<double>>()});
  }
  ensemble.bands = bands_from(json.at("bands"));
  ensemble.when_late = ages_from(json, "when_late");
  ensemble.with_stations = ages_from(json, "with_stations");
  return ensemble;
}

}  // namespace

void save_ensemble(const Ensemble& ensemble, const std::filesystem::path& folder) {
  if (const auto wrong = fault(ensemble); !wrong.empty())
    throw RunError(fmt::format("the ensemble '{}' cannot be saved: {}", ensemble.name, wrong));
  nlohmann::json json{{"format_version", format_version},
                      {"name", ensemble.name},
                      {"members", nlohmann::json::array()},
                      {"bands", json_of(ensemble.bands)},
                      {"provenance", ensemble.provenance}};
  for (const auto& member : ensemble.members) {
    if (!is_plain_name(member.name))
      throw UsageError(fmt::format("member '{}': its name may only hold letters, digits, - and _; rename it",
                                   member.name));
    save_model(member.model, folder / "members" / member.name);
    json["members"].push_back({{"name", member.name}, {"weights", member.weights}});
  }
  if (!ensemble.when_late.empty()) json["when_late"] = json_of(ensemble.when_late);
  if (!ensemble.with_stations.empty()) json["with_stations"] = json_of(ensemble.with_stations);
  write_file_atomically(folder / "ensemble.json", json.dump(1) + "\n");
}

Ensemble load_ensemble(const std::filesystem::path& folder) {
  const auto path = folder / "ensemble.json";
  if (!std::filesystem::exists(path)) return single(folder);
  try {
    auto ensemble = read(nlohmann::json::parse(read_file(path)), folder);
    if (const auto wrong = fault(ensemble); !wrong.empty())
      throw DataError(fmt::format("{}: {}; restore the run folder or train again", path.string(), wrong));
    return ensemble;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(fmt::format("{}: not the ensemble.json of a symh run ({}); restore it or train again",
                                path.string(), error.what()));
  }
}

}  // namespace symh
