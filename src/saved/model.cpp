#include "saved/model.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include "core/error.h"
#include "core/file.h"
#include "models/fitted.h"
#include "models/quantiles.h"
#include "saved/safetensors.h"
#include "windows/head.h"

namespace symh {
namespace {

constexpr int format_version = 1;
constexpr std::int64_t levels = std::ssize(typical_level_nt);

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

void set_weights(Network& network, const std::map<std::string, torch::Tensor>& tensors,
                 const std::string& origin) {
  torch::NoGradGuard no_grad;
  for (auto& parameter : network.named_parameters()) {
    const auto found = tensors.find(parameter.key());
    if (found == tensors.end() || found->second.sizes() != parameter.value().sizes())
      throw DataError(
          fmt::format("{}: weight '{}' is missing or of another shape than model.json says; restore the "
                      "run folder or train again",
                      origin, parameter.key()));
    parameter.value().copy_(found->second);
  }
}

/// What a JSON error says, without the name of the library's exception before it.
std::string reason(const nlohmann::json::exception& error) {
  const std::string text = error.what();
  return text.substr(text.find("] ") + 2);
}

Model read_model_json(const std::filesystem::path& path) {
  Model model;
  try {
    const auto json = nlohmann::json::parse(read_file(path));
    if (const int version = json.at("format_version"); version != format_version)
      throw DataError(
          fmt::format("{}: format version {}, this symh reads version {}; use the symh that wrote it, or "
                      "train again",
                      path.string(), version, format_version));
    model.config = parse_config(json.at("config").get<std::string>(), path.string());
    model.scaling = scaling_from(json.at("scaling"), model.config, path.string());
    model.provenance = json.at("provenance");
    for (auto& baseline : make_baselines(model.config.windows.horizon)) {
      if (!json.at("baselines").contains(baseline->name())) continue;  // a member of an ensemble needs none
      baseline->restore(json.at("baselines").at(baseline->name()));
      model.baselines.push_back(std::move(baseline));
    }
    if (is_fitted_kind(model.config.model.kind)) {
      model.fitted = make_fitted(model.config);
      model.fitted->restore(json.at("fitted"));
    }
  } catch (const nlohmann::json::exception& error) {
    throw DataError(fmt::format("{}: not the model.json of a symh run ({}); restore it or train again",
                                path.string(), reason(error)));
  } catch (const UsageError& error) {
    throw DataError(fmt::format("{}: its configuration is not valid here: {}", path.string(), error.what()));
  }
  return model;
}

/// Network output with gradients off, the last step where it speaks at every step: [B, outputs].
torch::Tensor run_network(const Model& model, const Batch& batch) {
  torch::NoGradGuard no_grad;
  model.network->eval();
  const auto output = model.network->forward(batch.inputs, batch.lengths, batch.head);
  return output.dim() == 3 ? output.select(1, output.size(1) - 1) : output;
}

}  // namespace

std::int64_t output_count(const Config& config) {
  const auto leads = static_cast<std::int64_t>(config.windows.horizon.size());
  return config.model.task == Task::classification ? leads * levels : leads * outputs_per_lead(config);
}

std::shared_ptr<Network> build_network(const Config& config) {
  return make_network(config.model,
                      {.channels = static_cast<std::int64_t>(config.windows.channels.size()),
                       .steps = longest_history(config.windows),
                       .outputs = output_count(config),
                       .head = static_cast<std::int64_t>(head_features(config.windows).size())});
}

torch::Tensor level_probabilities(const Model& model, const Batch& batch) {
  const auto output = run_network(model, batch);
  return torch::softmax(output.view({output.size(0), -1, levels}), 2);
}

torch::Tensor forecast_nt(const Model& model, const Batch& batch) {
  if (model.fitted) return model.fitted->forecast_nt(batch);
  if (model.config.model.task == Task::classification) {
    const auto typical = torch::tensor(std::vector<float>(typical_level_nt.begin(), typical_level_nt.end()));
    return (level_probabilities(model, batch) * typical).sum(2);
  }
  return to_nt(take_apart(run_network(model, batch), model.config).value, batch.base_nt, model.scaling);
}

torch::Tensor quantiles_nt(const Model& model, const Batch& batch) {
  if (model.fitted || !model.config.training.bands) return {};
  const auto quantiles = take_apart(run_network(model, batch), model.config).quantiles;
  std::vector<torch::Tensor> levels;
  for (std::int64_t q = 0; q < quantiles.size(2); ++q)
    levels.push_back(to_nt(quantiles.select(2, q), batch.base_nt, model.scaling));
  return torch::stack(levels, 2);
}

void save_model(const Model& model, const std::filesystem::path& folder) {
  std::map<std::string, torch::Tensor> weights;
  if (model.network)
    for (const auto& parameter : model.network->named_parameters())
      weights[parameter.key()] = parameter.value();
  write_file_atomically(folder / "weights.safetensors", write_safetensors(weights));
  auto baselines = nlohmann::json::object();
  for (const auto& baseline : model.baselines) baselines[baseline->name()] = baseline->state();
  nlohmann::json json{{"format_version", format_version},
                      {"weights_sha256", sha256_of_file(folder / "weights.safetensors")},
                      {"config", print_config(model.config)},
                      {"scaling", scaling_json(model.scaling)},
                      {"baselines", baselines},
                      {"provenance", model.provenance}};
  if (model.fitted) json["fitted"] = model.fitted->state();
  write_file_atomically(folder / "model.json", json.dump(1) + "\n");
}

Model load_model(const std::filesystem::path& folder) {
  const auto weights = folder / "weights.safetensors";
  if (!std::filesystem::exists(folder / "model.json"))
    throw DataError(
        fmt::format("{}: no model.json there; give the run folder that `symh train` wrote", folder.string()));
  auto model = read_model_json(folder / "model.json");
  const auto expected = nlohmann::json::parse(read_file(folder / "model.json")).value("weights_sha256", "");
  if (sha256_of_file(weights) != expected)
    throw DataError(
        fmt::format("{}: does not match the checksum in model.json; restore the run folder or train again",
                    weights.string()));
  if (model.fitted) return model;
  model.network = build_network(model.config);
  set_weights(*model.network, read_safetensors(read_file(weights), weights.string()), weights.string());
  model.network->eval();
  return model;
}

}  // namespace symh
