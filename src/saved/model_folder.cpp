#include "saved/model_folder.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "models/baselines.h"
#include "models/kinds.h"
#include "saved/safetensors.h"
#include "saved/scaling_json.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr const char *model_file = "model.json", *weights_file = "weights.safetensors";
constexpr const char* remedy = "restore the run folder or train again";

std::string below(const std::string& part, const char* name) {
  return part.empty() ? name : part + "/" + name;
}

/// The text of a JSON error without the name of the library's exception in front.
std::string reason(const nlohmann::json::exception& error) {
  const std::string text = error.what();
  return text.substr(text.find("] ") + 2);
}

std::vector<std::unique_ptr<ClosedForm>> baselines_from(const nlohmann::json& json,
                                                        const std::vector<Minutes>& horizon) {
  std::vector<std::unique_ptr<ClosedForm>> baselines;
  for (auto& baseline : make_baselines(horizon)) {
    if (!json.contains(baseline->name())) continue;  // a member of an ensemble needs none
    baseline->set_state(json.at(baseline->name()));
    baselines.push_back(std::move(baseline));
  }
  return baselines;
}

/// A model.json and the state of its forecaster, which still has to be restored.
struct Described {
  Model model;
  nlohmann::json fitted;
  std::string weights_sha256;
};

Described described(const nlohmann::json& json, const std::string& origin) {
  Described read;
  read.fitted = json.value("fitted", nlohmann::json());
  read.weights_sha256 = json.at("weights_sha256");
  auto& model = read.model;
  model.config = parse_config(json.at("config").get<std::string>(), origin);
  model.scaling = scaling_from(json.at("scaling"), model.config.windows);
  model.provenance = json.at("provenance");
  check_provenance(model.provenance);
  model.forecaster = make_forecaster(model.config);
  model.baselines = baselines_from(json.at("baselines"), model.config.windows.horizon);
  return read;
}

Described read_model_json(const SavedFiles& files, const std::string& name) {
  const auto origin = (files.folder() / name).string();
  const auto json = read_saved_json(files, name);
  try {
    return described(json, origin);
  } catch (const nlohmann::json::exception& error) {
    throw DataError(fmt::format("{}: not the model.json of a symh run ({}); restore it or train again",
                                origin, reason(error)));
  } catch (const UsageError& error) {
    throw DataError(fmt::format("{}: its configuration is not valid here: {}", origin, error.what()));
  } catch (const DataError& error) {
    throw DataError(fmt::format("{}: {}; {}", origin, error.what(), remedy));
  }
}

/// The tensors of the file, if it has just as many bytes as those of the forecaster need.
std::map<std::string, torch::Tensor> read_weights(const SavedFiles& files, const std::string& name,
                                                  const Described& expected) {
  const auto path = (files.folder() / name).string();
  const auto& model = expected.model;
  const bool has_tensors = !fits_in_one_step(model.config.model.kind);
  const auto bytes_expected =
      safetensors_bytes(has_tensors ? model.forecaster->save().tensors : ForecasterState{}.tensors);
  if (const auto size = files.size(name); size != bytes_expected)
    throw DataError(fmt::format("{}: has {} bytes, the configuration of its model gives {}; {}", path, size,
                                bytes_expected, remedy));
  const auto bytes = files.read(name, bytes_expected);
  if (sha256_of(bytes) != expected.weights_sha256)
    throw DataError(fmt::format("{}: does not match the checksum in model.json; {}", path, remedy));
  return read_safetensors(bytes, path);
}

}  // namespace

void check_provenance(const nlohmann::json& provenance) {
  if (!provenance.is_null() && !provenance.is_object())
    throw DataError(fmt::format("provenance: found {}, expected an object", shown(provenance)));
  const auto trained = provenance.find("trained_at");
  if (trained != provenance.end() && !trained->is_string())
    throw DataError(fmt::format("provenance.trained_at: found {}, expected a time", shown(*trained)));
}

nlohmann::json read_saved_json(const SavedFiles& files, const std::string& name) {
  const auto origin = (files.folder() / name).string();
  const auto file = fs::path(name).filename().string();
  auto json =
      parse_json(files.read(name), origin, fmt::format("expected the {} of a symh run; {}", file, remedy));
  const auto version = json.is_object() ? json.value("format_version", nlohmann::json()) : nlohmann::json();
  if (!version.is_number())
    throw DataError(
        fmt::format("{}: found no format_version, expected the {} of a symh run; {}", origin, file, remedy));
  if (version != saved_format_version)
    throw DataError(
        fmt::format("{}: format version {}, this symh reads version {}; use the symh that wrote "
                    "it, or train again",
                    origin, shown(version), saved_format_version));
  return json;
}

std::vector<std::string> save_model_files(const Model& model, const fs::path& folder,
                                          const std::string& part) {
  const auto weights = below(part, weights_file), description = below(part, model_file);
  auto scaling = scaling_json(model.scaling);
  scaling_from(scaling, model.config.windows);  // what cannot be loaded must not be saved
  const auto state = model.forecaster->save();
  const auto bytes = write_safetensors(state.tensors);
  write_file_atomically(folder / weights, bytes);
  auto baselines = nlohmann::json::object();
  for (const auto& baseline : model.baselines) baselines[baseline->name()] = baseline->state();
  nlohmann::json json{{"format_version", saved_format_version},
                      {"weights_sha256", sha256_of(bytes)},
                      {"config", print_config(model.config)},
                      {"scaling", std::move(scaling)},
                      {"baselines", baselines},
                      {"provenance", model.provenance}};
  if (!state.json.is_null()) json["fitted"] = state.json;
  write_file_atomically(folder / description, json_text(json, 1) + "\n");
  return {description, weights};
}

void save_model(const Model& model, const fs::path& folder) {
  begin_saving(folder);
  const auto names = save_model_files(model, folder, "");
  for (const auto* of_ensemble : {"ensemble.json", "members", "card.json", "card.md"})
    fs::remove_all(folder / of_ensemble);
  end_saving(folder, names);
}

Model load_model(const SavedFiles& files, const std::string& part) {
  const auto folder = part.empty() ? files.folder() : files.folder() / part;
  if (!files.has(below(part, model_file)))
    throw DataError(
        fmt::format("{}: no model.json there; give the run folder that `symh train` wrote", folder.string()));
  auto read = read_model_json(files, below(part, model_file));
  ForecasterState state{read_weights(files, below(part, weights_file), read), std::move(read.fitted)};
  try {
    read.model.forecaster->restore(state);
  } catch (const DataError& error) {
    throw DataError(fmt::format("{}: {}", folder.string(), error.what()));
  }
  return std::move(read.model);
}

Model load_model(const fs::path& folder) { return load_model(SavedFiles(folder), ""); }

}  // namespace symh
