#pragma once
#include <vector>

namespace symh {

/// Weights of an ensemble, none negative and 1 in all, that minimise the squared error of the weighted mean
/// of `forecasts` [member][sample] against `observed`. Samples where a value is missing do not count. Without
/// any sample every member weighs the same.
std::vector<double> ensemble_weights(const std::vector<float>& observed,
                                     const std::vector<const std::vector<float>*>& forecasts);

}  // namespace symh
