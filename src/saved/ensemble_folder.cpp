#include "saved/ensemble_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "saved/error_model_file.h"
#include "saved/model_folder.h"
#include "series/index_age.h"

namespace symh {
namespace {

constexpr const char* ensemble_file = "ensemble.json";
constexpr double weight_tolerance = 1e-6;
/// Factors of a band that no calibration reaches: it gives some nT or half-widths to a side, and a few for
/// depth.
constexpr double most_for_a_side = 1e4, most_for_depth = 100;

/// A name becomes a folder, so it must not lead out of the run folder.
bool is_plain_name(const std::string& name) {
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 100 && std::ranges::all_of(name, plain);
}

/// The reason why bands are not usable; empty if they are. Negative factors would turn a band over.
std::string fault_of_bands(const std::vector<BandCalibration>& bands, std::size_t leads) {
  if (!bands.empty() && bands.size() != leads) return "its bands need one entry for each lead time";
  const auto within = [](double factor, double most) { return factor >= 0 && factor <= most; };
  for (const auto& band : bands)
    if (!within(band.below, most_for_a_side) || !within(band.above, most_for_a_side) ||
        !within(band.deep, most_for_depth) || !within(band.deepest, most_for_depth))
      return fmt::format(
          "bands: found below {}, above {}, deep {}, deepest {}, expected numbers from 0 to {} for the "
          "first two and to {} for the others",
          band.below, band.above, band.deep, band.deepest, most_for_a_side, most_for_depth);
  return "";
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
    if (auto fault = fault_of_bands(bands, leads); !fault.empty()) return fault;
    before = late.age;
  }
  return "";
}

/// The reason why the members do not fit together; empty if they do.
std::string fault(const Ensemble& ensemble) {
  if (ensemble.members.empty()) return "it has no members";
  const auto& first = ensemble.windows();
  const auto leads = first.horizon.size();
  std::set<std::string> names;
  for (const auto& member : ensemble.members) {
    if (!names.insert(member.name).second) return fmt::format("it names member '{}' twice", member.name);
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
  if (auto fault = fault_of_bands(ensemble.bands, leads); !fault.empty()) return fault;
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

std::string folder_of(const std::string& member) { return "members/" + member; }

Ensemble single(const SavedFiles& files) {
  Ensemble ensemble;
  auto model = load_model(files, "");
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
  for (const auto& entry : json.value(key, nlohmann::json::array())) {
    auto& late = ages.emplace_back();
    late.age = Minutes{whole_number(entry.at("age_minutes"), 1, no_index_age.count())};
    late.combining.weights = entry.at("weights").get<std::vector<std::vector<double>>>();
    late.combining.bands = bands_from(entry.at("bands"));
  }
  return ages;
}

/// The ensemble that ensemble.json describes; its members have no models yet.
Ensemble described(const nlohmann::json& json) {
  Ensemble ensemble;
  ensemble.name = json.at("name");
  ensemble.provenance = json.at("provenance");
  check_provenance(ensemble.provenance);
  for (const auto& entry : json.at("members")) {
    const std::string name = entry.at("name");
    if (!is_plain_name(name))
      throw DataError(fmt::format("'{}' cannot name a member; use letters, digits, - and _", name));
    auto& member = ensemble.members.emplace_back();
    member.name = name;
    member.weights = entry.at("weights").get<std::vector<double>>();
  }
  ensemble.bands = bands_from(json.at("bands"));
  ensemble.when_late = ages_from(json, "when_late");
  ensemble.with_stations = ages_from(json, "with_stations");
  return ensemble;
}

/// Removes the members that `kept` does not name, and a single model.
void remove_others(const std::filesystem::path& folder, const std::set<std::string>& kept) {
  namespace fs = std::filesystem;
  for (const auto* single : {"model.json", "weights.safetensors"}) fs::remove(folder / single);
  std::vector<fs::path> others;
  for (const auto& entry : fs::directory_iterator(folder / "members"))
    if (!kept.contains(entry.path().filename().string())) others.push_back(entry.path());
  for (const auto& other : others) fs::remove_all(other);
}

}  // namespace

void save_ensemble(const Ensemble& ensemble, const std::filesystem::path& folder) {
  if (const auto wrong = fault(ensemble); !wrong.empty())
    throw RunError(fmt::format("the ensemble '{}' cannot be saved: {}", ensemble.name, wrong));
  for (const auto& member : ensemble.members)
    if (!is_plain_name(member.name))
      throw UsageError(fmt::format("member '{}': its name may only hold letters, digits, - and _; rename it",
                                   member.name));
  nlohmann::json json{{"format_version", saved_format_version},
                      {"name", ensemble.name},
                      {"members", nlohmann::json::array()},
                      {"bands", json_of(ensemble.bands)},
                      {"provenance", ensemble.provenance}};
  if (!ensemble.when_late.empty()) json["when_late"] = json_of(ensemble.when_late);
  if (!ensemble.with_stations.empty()) json["with_stations"] = json_of(ensemble.with_stations);
  begin_saving(folder);
  std::vector<std::string> files;
  std::set<std::string> names;
  for (const auto& member : ensemble.members) {
    for (auto& name : save_model_files(member.model, folder, folder_of(member.name)))
      files.push_back(std::move(name));
    names.insert(member.name);
    json["members"].push_back({{"name", member.name}, {"weights", member.weights}});
  }
  remove_others(folder, names);
  write_file_atomically(folder / ensemble_file, json_text(json, 1) + "\n");
  files.emplace_back(ensemble_file);
  if (ensemble.errors.empty()) {
    std::filesystem::remove(folder / error_model_file);
  } else {
    write_error_model(ensemble.errors, folder);
    files.emplace_back(error_model_file);
  }
  if (std::filesystem::exists(folder / "card.json")) files.emplace_back("card.json");
  end_saving(folder, files);
}

Ensemble load_ensemble(const std::filesystem::path& folder) {
  const SavedFiles files(folder);
  if (!files.has(ensemble_file)) return single(files);
  const auto path = (folder / ensemble_file).string();
  const auto refuse = [&](const std::string& found) {
    return DataError(fmt::format("{}: {}; restore the run folder or train again", path, found));
  };
  const auto json = read_saved_json(files, ensemble_file);
  Ensemble ensemble;
  try {
    ensemble = described(json);
  } catch (const nlohmann::json::exception& error) {
    throw refuse(fmt::format("not the ensemble.json of a symh run ({})", error.what()));
  } catch (const DataError& error) {
    throw refuse(error.what());
  }
  for (auto& member : ensemble.members) member.model = load_model(files, folder_of(member.name));
  if (const auto wrong = fault(ensemble); !wrong.empty()) throw refuse(wrong);
  ensemble.errors = read_error_model(files, ensemble.reach());
  return ensemble;
}

}  // namespace symh
