#pragma once
#include <torch/types.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "windows/graph_window.h"
#include "windows/windows.h"

namespace symh {

class ClosedForm;
class Network;

/// The forecasts for a batch of B windows at L lead times.
struct BatchForecast {
  torch::Tensor value_nt;           ///< [B, L]
  torch::Tensor quantiles_nt = {};  ///< [B, L, 3] of band_levels; undefined without training.bands
  torch::Tensor probabilities =
      {};  ///< [B, L, 4] of the storm levels, quiet first; undefined in a regression
};

/// The same forecasts as arrays of a graph.
struct GraphForecast {
  graph::Value value_nt;
  std::optional<graph::Value> quantiles_nt = {}, probabilities = {};
};

/// What a forecaster has learned, as a run folder keeps it.
struct ForecasterState {
  std::map<std::string, torch::Tensor> tensors = {};  ///< float32 weights of a network, by name
  nlohmann::json json = {};                           ///< coefficients of a closed form; null of a network
};

/// Training, as a forecaster sees it: the forecaster calls the one function that suits how it learns.
class Teacher {
 public:
  virtual ~Teacher() = default;
  /// Moves the weights of a network along the gradient of the loss, epoch by epoch.
  virtual void train(Network& network) = 0;
  /// Fits a closed form in one step.
  virtual void fit(ClosedForm& model) = 0;
};

/// A model of any kind: it learns from windows and forecasts from windows. Everything outside models/ works
/// with this class and need not know the kind.
class Forecaster {
 public:
  virtual ~Forecaster() = default;
  /// Learns from the training windows of `teacher`, which see no later data.
  virtual void learn(Teacher& teacher) = 0;
  /// The forecasts for windows that `scaling` was applied to; without gradients.
  virtual BatchForecast forecast(const Batch& batch, const Scaling& scaling) const = 0;
  /// True if forecasts read Batch::last_nt itself, so that a graph must be given the target.
  virtual bool reads_last_nt() const { return false; }
  virtual ForecasterState save() const = 0;
  /// Takes over a saved state, which is untrusted. Throws DataError if it does not fit the configuration.
  virtual void restore(const ForecasterState& state) = 0;
  /// forecast() as a part of the graph that `window` belongs to, for `symh export`.
  virtual GraphForecast describe(const GraphWindow& window, const Scaling& scaling) const = 0;
};

}  // namespace symh
