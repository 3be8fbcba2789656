#pragma once
#include <torch/types.h>

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "windows/windows.h"

namespace symh {

/// Hands one batch of training windows after the other to what it is given; called again for each pass.
using BatchSource = std::function<void(const std::function<void(const Batch&)>&)>;

/// A forecaster without gradients: fitted once on training windows, forecasts in nT.
class Baseline {
 public:
  virtual ~Baseline() = default;
  virtual std::string name() const = 0;
  /// The fit looks at every so many steps of Batch::inputs, of windows of `steps` and `channels`; 0: at none.
  /// A pass over many long windows takes as long as they take to be cut.
  virtual std::int64_t every(std::int64_t /*steps*/, std::int64_t /*channels*/) const { return 1; }
  /// Sees training windows only, with all their steps or as `every` has it.
  virtual void fit(const BatchSource& training) = 0;
  /// [B, L] in nT.
  virtual torch::Tensor forecast_nt(const Batch& batch) const = 0;
  /// What was fitted, and back.
  virtual nlohmann::json state() const = 0;
  virtual void restore(const nlohmann::json& state) = 0;
};

/// persistence, exponential_recovery and ridge, in this order.
std::vector<std::unique_ptr<Baseline>> make_baselines(const std::vector<Minutes>& lead_times);

}  // namespace symh
