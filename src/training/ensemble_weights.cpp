#include "training/ensemble_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace symh {
namespace {

/// Mean products of the members' errors over the samples, [member x member].
std::vector<double> error_products(const std::vector<float>& observed,
                                   const std::vector<const std::vector<float>*>& forecasts,
                                   const std::vector<double>& shares) {
  const std::size_t members = forecasts.size();
  std::vector<double> products(members * members, 0.0), errors(members);
  double samples = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    for (std::size_t m = 0; m < members; ++m) errors[m] = double{(*forecasts[m])[i]} - double{observed[i]};
    if (!std::ranges::all_of(errors, [](double error) { return std::isfinite(error); })) continue;
    const double share = shares.empty() ? 1.0 : shares[i];
    samples += share;
    for (std::size_t a = 0; a < members; ++a)
      for (std::size_t b = 0; b < members; ++b) products[a * members + b] += share * errors[a] * errors[b];
  }
  if (samples == 0) return {};
  for (auto& product : products) product /= samples;
  return products;
}

/// Moves weight between the two members that gain most by it, by the best amount (the pairwise step of
/// Platt's sequential minimal optimisation). Returns false at the minimum, where no pair gains.
bool improve(std::vector<double>& weights, const std::vector<double>& products) {
  const std::size_t members = weights.size();
  std::vector<double> gradient(members);
  for (std::size_t a = 0; a < members; ++a)
    gradient[a] = std::inner_product(weights.begin(), weights.end(),
                                     products.begin() + static_cast<std::ptrdiff_t>(a * members), 0.0);
  std::size_t up = 0, down = members;
  for (std::size_t m = 0; m < members; ++m) {
    if (gradient[m] < gradient[up]) up = m;
    if (weights[m] > 0 && (down == members || gradient[m] > gradient[down])) down = m;
  }
  const double gain = gradient[down] - gradient[up];
  const double curvature =
      products[up * members + up] + products[down * members + down] - 2 * products[up * members + down];
  if (gain <= 1e-12 * (products[up * members + up] + products[down * members + down]) || curvature <= 0)
    return false;
  const double step = std::min(weights[down], gain / curvature);
  weights[up] += step;
  weights[down] = step == weights[down] ? 0 : weights[down] - step;
  return true;
}

}  // namespace

std::vector<double> ensemble_weights(const std::vector<float>& observed,
                                     const std::vector<const std::vector<float>*>& forecasts,
                                     const std::vector<double>& shares) {
  const std::size_t members = forecasts.size();
  if (members == 0) throw RunError("an ensemble has no members to weigh");
  std::vector<double> weights(members, 1.0 / static_cast<double>(members));
  const auto products = error_products(observed, forecasts, shares);
  if (products.empty()) return weights;
  constexpr int most_steps = 100000;
  for (int step = 0; step < most_steps && improve(weights, products); ++step) {
  }
  return weights;
}

}  // namespace symh
