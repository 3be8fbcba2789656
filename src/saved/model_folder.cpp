#include "saved/model_folder.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/file.h"
#include "models/baselines.h"
#include "models/kinds.h"
#include "saved/safetensors.h"
#include "windows/head.h"

namespace symh {
namespace {

constexpr int format_version = 1;

nlohmann::json scaling_json(const Scaling& s) {
  return {{"mean", s.mean},
          {"scale", s.scale},
          {"target_mean", s.target_mean},
          {"target_scale", s.target_scale},
          {"head_mean", s.head_mean},
          {"head_scale", s.head_scale}};
}

Scaling scaling_from(const nlohmann::json& json, const Config& config, const std::string& origin) {
  const std::vector<float> none;
  Scaling s{json.at("mean"),
            json.at("scale"),
            json.at("target_mean"),
            json.at("target_scale"),
            json.value("head_mean", none),
            json.value("head_scale", none)};
  const auto features = head_features(config.windows).size();
  const auto channels = config.windows.channels.size(), leads = config.windows.horizon.size();
  if (s.mean.size() != channels || s.scale.size() != channels || s.target_mean.size() != leads ||
      s.target_scale.size() != leads || s.head_mean.size() != features || s.head_scale.size() != features)
    throw DataError(fmt::format(
        "{}: the scaling does not fit the configuration; restore the run folder or train again", origin));
  return s;
}

/// The text of a JSON error without the name of the library's exception in front.
std::string reason(const nlohmann::json::exception& error) {
  const std::string text = error.what();
  return text.substr(text.find("] ") + 2);
}

/// A model.json and the state of its forecaster, which still has to be restored.
struct Described {
  Model model;
  nlohmann::json fitted;
  std::string weights_sha256;
};

Described read_model_json(const std::filesystem::path& path) {
  try {
    const auto json = nlohmann::json::parse(read_file(path));
    if (const int version = json.at("format_version"); version != format_version)
      throw DataError(
          fmt::format("{}: format version {}, this symh reads version {}; use the symh that wrote it, or "
                      "train again",
                      path.string(), version, format_version));
    Described read{{}, json.value("fitted", nlohmann::json()), json.at("weights_sha256")};
    auto& model = read.model;
    model.config = parse_config(json.at("config").get<std::string>(), path.string());
    model.scaling = scaling_from(json.at("scaling"), model.config, path.string());
    model.provenance = json.at("provenance");
    model.forecaster = make_forecaster(model.config);
    for (auto& baseline : make_baselines(model.config.windows.horizon)) {
      if (!json.at("baselines").contains(baseline->name())) continue;  // a member of an ensemble needs none
      baseline->set_state(json.at("baselines").at(baseline->name()));
      model.baselines.push_back(std::move(baseline));
    }
    return read;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(fmt::format("{}: not the model.json of a symh run ({}); restore it or train again",
                                path.string(), reason(error)));
  } catch (const UsageError& error) {
    throw DataError(fmt::format("{}: its configuration is not valid here: {}", path.string(), error.what()));
  }
}

}  // namespace

void save_model(const Model& model, const std::filesystem::path& folder) {
  const auto state = model.forecaster->save();
  write_file_atomically(folder / "weights.safetensors", write_safetensors(state.tensors));
  auto baselines = nlohmann::json::object();
  for (const auto& baseline : model.baselines) baselines[baseline->name()] = baseline->state();
  nlohmann::json json{{"format_version", format_version},
                      {"weights_sha256", sha256_of_file(folder / "weights.safetensors")},
                      {"config", print_config(model.config)},
                      {"scaling", scaling_json(model.scaling)},
                      {"baselines", baselines},
                      {"provenance", model.provenance}};
  if (!state.json.is_null()) json["fitted"] = state.json;
  write_file_atomically(folder / "model.json", json.dump(1) + "\n");
}

Model load_model(const std::filesystem::path& folder) {
  const auto weights = folder / "weights.safetensors";
  if (!std::filesystem::exists(folder / "model.json"))
    throw DataError(
        fmt::format("{}: no model.json there; give the run folder that `symh train` wrote", folder.string()));
  auto [model, fitted, expected] = read_model_json(folder / "model.json");
  if (sha256_of_file(weights) != expected)
    throw DataError(
        fmt::format("{}: does not match the checksum in model.json; restore the run folder or train again",
                    weights.string()));
  ForecasterState state{read_safetensors(read_file(weights), weights.string()), std::move(fitted)};
  try {
    model.forecaster->restore(state);
  } catch (const DataError& error) {
    throw DataError(fmt::format("{}: {}", folder.string(), error.what()));
  }
  return std::move(model);
}

}  // namespace symh
