#pragma once
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "job/config.h"
#include "models/closed_form.h"
#include "models/network.h"

namespace symh {

/// A row of the registry of kinds (models/keys/kinds.inc): what model.kind may name. A row needs all of its
/// parts, and its maker can only return a class that has every function of Forecaster, the graph form
/// included.
class Kind {
 public:
  using NetworkMaker = std::shared_ptr<Network> (*)(const ModelConfig&, const NetworkShape&);
  using ClosedFormMaker = std::unique_ptr<ClosedForm> (*)(const Config&);

  Kind(const char* name, NetworkMaker make) : name(name), make(make) {}
  Kind(const char* name, ClosedFormMaker make) : name(name), make(make) {}

  /// False for a network, which trains in epochs from a random start.
  bool fits_in_one_step() const { return std::holds_alternative<ClosedFormMaker>(make); }

  const char* name;
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
