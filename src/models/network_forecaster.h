#pragma once
#include <array>
#include <memory>

#include "job/config.h"
#include "models/forecaster.h"
#include "models/network.h"

namespace symh {

/// A SYM-H [nT] near the median of each storm level, quiet first.
inline constexpr std::array<float, 4> typical_level_nt{-15.F, -70.F, -150.F, -320.F};

/// How many numbers a network gives for one window: outputs_per_lead for each lead time, or 4 storm levels
/// for each in a classification.
std::int64_t output_count(const Config& config);

/// A network as a forecaster: its outputs become nT, quantiles or level probabilities. The value of a
/// classification is the mean of typical_level_nt, weighted by the probabilities.
class NetworkForecaster final : public Forecaster {
 public:
  NetworkForecaster(std::shared_ptr<Network> network, const Config& config);

  void learn(Teacher& teacher) override { teacher.train(*network_); }
  BatchForecast forecast(const Batch& batch, const Scaling& scaling) const override;
  ForecasterState save() const override;
  void restore(const ForecasterState& state) override;
  GraphForecast describe(const GraphWindow& window, const Scaling& scaling) const override;

 private:
  torch::Tensor output(const Batch& batch) const;

  std::shared_ptr<Network> network_;
  std::int64_t leads_;
  bool classifies_, bands_;
};

}  // namespace symh
