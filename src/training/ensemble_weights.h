#pragma once
#include <vector>

namespace symh {

/// Weights of an ensemble, none negative, with the sum 1, that minimise the squared error of the weighted
/// mean of `forecasts` [member][sample] against `observed`. Samples with a missing value do not count.
/// Without any sample all weights are equal. `shares` says how much each sample counts; empty: all alike.
std::vector<double> ensemble_weights(const std::vector<float>& observed,
                                     const std::vector<const std::vector<float>*>& forecasts,
                                     const std::vector<double>& shares = {});

}  // namespace symh
