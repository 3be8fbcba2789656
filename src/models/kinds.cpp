#include "models/kinds.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "models/network_forecaster.h"
#include "windows/head.h"

namespace symh {

#define NETWORK(name, make, help) std::shared_ptr<Network> make(const ModelConfig&, const NetworkShape&);
#define CLOSED_FORM(name, make, help) std::unique_ptr<ClosedForm> make(const Config&);
#include "models/keys/kinds.inc"
#undef NETWORK
#undef CLOSED_FORM

namespace {

const Kind* find_kind(const std::string& name) {
  const auto found = std::ranges::find_if(kinds(), [&](const Kind& kind) { return name == kind.name; });
  return found == kinds().end() ? nullptr : &*found;
}

/// Throws UsageError for a name that is not in the registry.
const Kind& known_kind(const std::string& name) {
  if (const auto* kind = find_kind(name)) return *kind;
  std::string known;
  for (const auto& kind : kinds()) known += (known.empty() ? "" : ", ") + std::string(kind.name);
  throw UsageError(fmt::format("model.kind = \"{}\" is not known; known: {}", name, known));
}

}  // namespace

const std::vector<Kind>& kinds() {
#define NETWORK(name, make, help) Kind(name, make),
#define CLOSED_FORM(name, make, help) Kind(name, make),
  static const std::vector<Kind> all{
#include "models/keys/kinds.inc"
  };
#undef NETWORK
#undef CLOSED_FORM
  return all;
}

bool fits_in_one_step(const std::string& kind) {
  const auto* found = find_kind(kind);
  return found != nullptr && found->fits_in_one_step();
}

std::unique_ptr<Forecaster> make_forecaster(const Config& config) {
  const auto& kind = known_kind(config.model.kind);
  if (!kind.fits_in_one_step()) return std::make_unique<NetworkForecaster>(build_network(config), config);
  if (config.model.task != Task::regression)
    throw UsageError(
        fmt::format("model.kind = \"{}\" forecasts values; set model.task = \"regression\", or "
                    "choose a network for a classification",
                    kind.name));
  return std::get<Kind::ClosedFormMaker>(kind.make)(config);
}

std::shared_ptr<Network> make_network(const ModelConfig& config, const NetworkShape& shape) {
  const auto& kind = known_kind(config.kind);
  if (const auto* make = std::get_if<Kind::NetworkMaker>(&kind.make)) return (*make)(config, shape);
  throw UsageError(fmt::format("model.kind = \"{}\" is not a network", kind.name));
}

std::shared_ptr<Network> build_network(const Config& config) {
  return make_network(config.model, {.channels = std::ssize(config.windows.channels),
                                     .steps = longest_history(config.windows),
                                     .outputs = output_count(config),
                                     .head = std::ssize(head_features(config.windows))});
}

}  // namespace symh
