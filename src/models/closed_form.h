#pragma once
#include <functional>
#include <string>

#include "models/forecaster.h"

namespace symh {

/// Calls the function that it is given with one batch of training windows after the other; each call of the
/// source is one pass over all of them.
using BatchSource = std::function<void(const std::function<void(const Batch&)>&)>;

/// A forecaster without gradients: it is fitted in one step and forecasts values in nT.
class ClosedForm : public Forecaster {
 public:
  virtual std::string name() const = 0;
  /// How thin the inputs may be: fit() reads every n-th step of Batch::inputs, of windows of `steps` and
  /// `channels`; 0 if it reads none. Cutting many long windows takes most of the time of a pass.
  virtual std::int64_t every(std::int64_t /*steps*/, std::int64_t /*channels*/) const { return 1; }
  /// Fits on training windows, with all their steps or thinned as every() says. Throws DataError if no window
  /// has an observed target.
  virtual void fit(const BatchSource& training) = 0;
  /// [B, L] in nT. Throws RunError before fit(), DataError if the windows have another shape than those that
  /// it was fitted on.
  virtual torch::Tensor forecast_nt(const Batch& batch) const = 0;
  /// The fitted coefficients.
  virtual nlohmann::json state() const = 0;
  /// Takes over coefficients from state(); they are untrusted. Throws DataError.
  virtual void set_state(const nlohmann::json& state) = 0;
  /// forecast_nt() as a part of a graph: [B, L] float32.
  virtual graph::Value graph_nt(const GraphWindow& window) const = 0;

  void learn(Teacher& teacher) final { teacher.fit(*this); }
  BatchForecast forecast(const Batch& batch, const Scaling&) const final { return {forecast_nt(batch)}; }
  ForecasterState save() const final { return {{}, state()}; }
  void restore(const ForecasterState& state) final { set_state(state.json); }
  GraphForecast describe(const GraphWindow& window, const Scaling&) const final { return {graph_nt(window)}; }
};

}  // namespace symh
