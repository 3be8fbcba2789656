#include "exporting/export.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "core/error.h"
#include "core/file.h"
#include "core/version.h"
#include "exporting/script.h"

namespace symh {
namespace {

std::string attribute_name(std::string name) {
  std::ranges::replace(name, '.', '_');
  return name;
}

void add_buffer(torch::jit::Module& module, const std::string& name, const std::vector<float>& values) {
  module.register_buffer(name, torch::tensor(values));
}

/// Registers every weight; gives the recurrent ones in their flat order (weight_ih, weight_hh, bias_ih,
/// bias_hh).
std::vector<std::string> add_weights(torch::jit::Module& module, const Network& network) {
  std::vector<std::string> recurrent;
  for (const auto& parameter : network.named_parameters()) {
    const auto name = attribute_name(parameter.key());
    module.register_parameter(name, parameter.value().detach().clone(), /*is_buffer=*/false);
    if (name.starts_with("recurrent_")) recurrent.push_back(name);
  }
  return recurrent;
}

std::string unit_of(const std::string& channel) {
  static const std::map<std::string, std::string> units{{"speed", "km/s"},
                                                        {"density", "cm^-3"},
                                                        {"temperature", "K"},
                                                        {"vbs", "mV/m"},
                                                        {"dynamic_pressure", "nPa"},
                                                        {"hour_sin", "1"},
                                                        {"hour_cos", "1"},
                                                        {"doy_sin", "1"},
                                                        {"doy_cos", "1"},
                                                        {"newell_coupling", "km/s, nT"}};
  if (channel.ends_with("_missing")) return "1";
  const auto found = units.find(channel);
  return found == units.end() ? "nT" : found->second;
}

nlohmann::json description(const Model& model) {
  const auto& windows = model.config.windows;
  const bool classes = model.config.model.task == "classification";
  nlohmann::json json{
      {"symh_version", version},
      {"model", model.config.name},
      {"kind", model.config.model.kind},
      {"task", model.config.model.task},
      {"target", windows.target},
      {"cadence_minutes", windows.cadence.count()},
      {"lookback_minutes", windows.lookback.count()},
      {"steps", longest_history(windows) + (windows.difference ? 1 : 0)},
      {"shortest_steps", shortest_history(windows) + (windows.difference ? 1 : 0)},
      {"input", "float32 [batch, steps, channels], oldest first, in the channels' units"},
      {"output", classes ? "[batch, lead times, 4] probabilities of quiet, moderate, intense, superstorm"
                         : "[batch, lead times] nT"}};
  for (const auto lead : windows.horizon) json["lead_times_minutes"].push_back(lead.count());
  for (const auto& channel : windows.channels)
    json["channels"].push_back({{"name", channel}, {"unit", unit_of(channel)}});
  return json;
}

}  // namespace

void export_torchscript(const Model& model, const std::filesystem::path& file) {
  const auto& windows = model.config.windows;
  if (!model.network || !windows.head.empty() || windows.predict == "correction" ||
      model.config.training.bands)
    throw UsageError(
        "only networks on windows alone can be exported yet: this model is fitted at once, has windows.head, "
        "training.bands or corrects a physics forecast");
  torch::jit::Module module("symh_forecast");
  add_buffer(module, "mean", model.scaling.mean);
  add_buffer(module, "scale", model.scaling.scale);
  add_buffer(module, "target_mean", model.scaling.target_mean);
  add_buffer(module, "target_scale", model.scaling.target_scale);
  const auto recurrent = add_weights(module, *model.network);
  module.define(forward_script(model.config, recurrent));
  module.eval();
  std::ostringstream stream;
  module.save(stream);
  write_file_atomically(file, stream.str());
  auto beside = file;
  beside += ".json";
  write_file_atomically(beside, description(model).dump(1) + "\n");
}

}  // namespace symh
