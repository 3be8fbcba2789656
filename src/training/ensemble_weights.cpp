#include "training/ensemble_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace symh {
namespace {

/// Products of the members' errors, [member x member], a mean over the samples.
std::vector<double> error_products(const std::vector<float>& observed,
                                   const std::vector<const std::vector<float>*>& forecasts) {
  const std::size_t members = forecasts.size();
  std::vector<double> products(members * members, 0.0), errors(members);
  double samples = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    for (std::size_t m = 0; m < members; ++m) errors[m] = double{(*forecasts[m])[i]} - double{observed[i]};
    if (!std::ranges::all_of(errors, [](double error) { return std::isfinite(error); })) continue;
    ++samples;
    for (std::size_t a = 0; a < members; ++a)
      for (std::size_t b = 0; b < members; ++b) products[a * members + b] += errors[a] * errors[b];
  }
  if (samples == 0) return {};
  for (auto& product : products) product /= samples;
  return products;
}

/// The nearest point whose entries are not negative and sum to 1 (Held, Wolfe & Crowder 1974).
void project_onto_simplex(std::vector<double>& weights) {
  auto sorted = weights;
  std::ranges::sort(sorted, std::greater<>());
  double sum = 0, shift = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sum += sorted[i];
    const double candidate = (sum - 1) / static_cast<double>(i + 1);
    if (sorted[i] > candidate) shift = candidate;
  }
  for (auto& weight : weights) weight = std::max(0.0, weight - shift);
}

}  // namespace

std::vector<double> ensemble_weights(const std::vector<float>& observed,
                                     const std::vector<const std::vector<float>*>& forecasts) {
  const std::size_t members = forecasts.size();
  if (members == 0) throw RunError("an ensemble has no members to weigh");
  std::vector<double> weights(members, 1.0 / static_cast<double>(members));
  const auto products = error_products(observed, forecasts);
  if (products.empty()) return weights;
  double trace = 0;
  for (std::size_t m = 0; m < members; ++m) trace += products[m * members + m];
  if (trace <= 0) return weights;
  // As the weights sum to 1 the squared error is w'Pw; its gradient 2Pw is Lipschitz within 2 trace(P).
  constexpr int steps = 20000;
  std::vector<double> gradient(members);
  for (int step = 0; step < steps; ++step) {
    for (std::size_t a = 0; a < members; ++a)
      gradient[a] = std::inner_product(weights.begin(), weights.end(),
                                       products.begin() + static_cast<std::ptrdiff_t>(a * members), 0.0);
    for (std::size_t a = 0; a < members; ++a) weights[a] -= gradient[a] / trace;
    project_onto_simplex(weights);
  }
  return weights;
}

}  // namespace symh
