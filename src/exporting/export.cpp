#include "exporting/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/file.h"
#include "core/json.h"
#include "core/version.h"
#include "exporting/forecast.h"
#include "exporting/onnx.h"
#include "exporting/torchscript.h"
#include "series/channels.h"

namespace symh {
namespace {

std::string_view unit_of(const std::string& channel) {
  const auto* info = find_channel(channel);
  return info == nullptr ? "nT" : info->unit;
}

nlohmann::json inputs_of(const InputShape& shape) {
  nlohmann::json inputs{
      {"x",
       "float32 [batch, steps, channels]: channels as listed, in their units, oldest sample first; the last "
       "one is of issue time; NaN = missing"}};
  if (shape.time) inputs["time"] = "int64 [batch]: issue time in minutes since 1970-01-01T00:00Z";
  return inputs;
}

nlohmann::json outputs_of(const graph::Graph& graph) {
  static const std::map<std::string, std::string> said{
      {"forecast", "float32 [batch, lead times] nT; NaN where there is none"},
      {"band", "float32 [batch, lead times, 3] nT: 5, 50 and 95 % quantiles"},
      {"probabilities", "float32 [batch, lead times, 4]: of quiet, moderate, intense, superstorm"}};
  nlohmann::json outputs;
  for (const auto& output : graph.outputs()) outputs[output.name] = said.at(output.name);
  return outputs;
}

nlohmann::json channels_of(const InputShape& shape) {
  auto channels = nlohmann::json::array();
  for (const auto& name : shape.channels) {
    const bool optional = std::ranges::find(shape.optional, name) != shape.optional.end();
    channels.push_back({{"name", name}, {"unit", unit_of(name)}, {"may_be_missing", optional}});
  }
  return channels;
}

nlohmann::json members_of(const Ensemble& ensemble) {
  auto members = nlohmann::json::array();
  for (const auto& member : ensemble.members) {
    const auto& config = member.model.config;
    members.push_back({{"name", member.name},
                       {"kind", config.model.kind},
                       {"weights", member.weights},
                       {"lookback_minutes", config.windows.lookback.count()},
                       {"fill_limit_minutes", config.windows.fill_limit.count()}});
  }
  return members;
}

nlohmann::json description(const Ensemble& ensemble, const graph::Graph& graph) {
  const auto shape = input_shape(ensemble);
  const auto& windows = ensemble.windows();
  nlohmann::json json{{"symh_version", version},
                      {"model", ensemble.name},
                      {"task", ensemble.classifies() ? "classification" : "regression"},
                      {"target", windows.target},
                      {"cadence_minutes", windows.cadence.count()},
                      {"stamps",
                       "samples of this cadence as the files stamp them; means of finer data are stamped "
                       "with the end of their interval"},
                      {"steps", shape.steps},
                      {"shortest_steps", shape.shortest},
                      {"channels", channels_of(shape)},
                      {"inputs", inputs_of(shape)},
                      {"outputs", outputs_of(graph)},
                      {"members", members_of(ensemble)}};
  for (const auto lead : windows.horizon) json["lead_times_minutes"].push_back(lead.count());
  if (const auto position = wind_position(ensemble); position != WindPosition::unknown)
    json["solar_wind_at"] = wind_position_name(position);
  return json;
}

/// A sentence for people who look at the file itself.
std::string summary(const nlohmann::json& json) {
  return fmt::format(
      "symh {}: forecast of {} by '{}', {} minutes a sample. The whole contract is JSON in metadata 'symh'.",
      json.at("symh_version").get<std::string>(), json.at("target").get<std::string>(),
      json.at("model").get<std::string>(), json.at("cadence_minutes").get<int>());
}

}  // namespace

void export_forecast(const Ensemble& ensemble, ExportFormat format, const std::filesystem::path& file) {
  const auto graph = forecast_graph(ensemble);
  const auto json = description(ensemble, graph);
  const OnnxLabels labels{.name = ensemble.name, .text = summary(json), .description = json_text(json)};
  write_file_atomically(file,
                        format == ExportFormat::onnx ? write_onnx(graph, labels) : write_torchscript(graph));
  auto beside = file;
  beside += ".json";
  write_file_atomically(beside, json_text(json, 1) + "\n");
}

}  // namespace symh
