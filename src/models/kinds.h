#pragma once
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "job/config.h"
#include "models/closed_form.h"
#include "models/network.h"

namespace symh {

/// A row of the registry of kinds: what model.kind may name. A row needs all of its parts, and its maker can
/// only return a class that has every function of Forecaster, the graph form included.
class Kind {
 public:
  using NetworkMaker = std::shared_ptr<Network> (*)(const ModelConfig&, const NetworkShape&);
  using ClosedFormMaker = std::unique_ptr<ClosedForm> (*)(const Config&);

  Kind(const char* name, NetworkMaker make, const char* help) : name(name), help(help), make(make) {}
  Kind(const char* name, ClosedFormMaker make, const char* help) : name(name), help(help), make(make) {}

  /// False for a network, which trains in epochs from a random start.
  bool fits_in_one_step() const { return std::holds_alternative<ClosedFormMaker>(make); }

  const char* name;
  const char* help;  ///< one sentence for a reader who chooses a kind
  std::variant<NetworkMaker, ClosedFormMaker> make;
};

/// All kinds, networks first.
const std::vector<Kind>& kinds();

/// Kind::fits_in_one_step of the kind with this name; false for a name that is not in the registry.
bool fits_in_one_step(const std::string& kind);

/// A forecaster of config.model.kind that has not learned yet; the weights of a network are random. Throws
/// UsageError if model.kind is unknown or the configuration cannot work with it.
std::unique_ptr<Forecaster> make_forecaster(const Config& config);

/// An untrained network alone, for code that measures or tests networks. Both throw UsageError like
/// make_forecaster, and for a kind that is no network.
std::shared_ptr<Network> make_network(const ModelConfig& config, const NetworkShape& shape);
std::shared_ptr<Network> build_network(const Config& config);

}  // namespace symh
