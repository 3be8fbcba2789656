#include <cmath>
#include <unordered_map>

#include "verification/moments.h"
#include "verification/samples.h"
#include "verification/verify.h"

namespace symh {
namespace {

/// Mean absolute error in bins [10k, 10k + 10) nT of the observed value, then the plain mean over bins: the
/// rare deep values weigh as much as the many quiet ones (Collado-Villaverde et al. 2024).
class BinnedError {
 public:
  void add(double observed, double absolute_error) {
    auto& bin = bins_[std::floor(observed / 10)];
    bin.sum += absolute_error;
    bin.count += 1;
  }
  double mean() const {
    double sum = 0;
    for (const auto& [key, bin] : bins_) sum += bin.sum / bin.count;
    return ratio(sum, static_cast<double>(bins_.size()));
  }

 private:
  struct Bin {
    double sum = 0, count = 0;
  };
  // Keyed by double: no value of a damaged file can overflow it.
  std::unordered_map<double, Bin> bins_;
};

}  // namespace

Scores score(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt) {
  require_same_size(observed_nt, forecast_nt);
  double squares = 0, absolute = 0, sum = 0;
  Moments moments;
  BinnedError binned;
  for (std::size_t i = 0; i < observed_nt.size(); ++i) {
    const double observed = observed_nt[i], forecast = forecast_nt[i], error = forecast - observed;
    if (std::isnan(observed) || std::isnan(forecast)) continue;
    squares += error * error;
    absolute += std::abs(error);
    sum += error;
    moments.add(observed, forecast);
    binned.add(observed, std::abs(error));
  }
  const double n = static_cast<double>(moments.count());
  Scores scores;
  scores.samples = moments.count();
  scores.rmse = std::sqrt(ratio(squares, n));
  scores.mae = ratio(absolute, n);
  scores.bias = ratio(sum, n);
  scores.correlation = moments.correlation();
  scores.r2 = 1 - ratio(squares, moments.deviation_x());
  scores.bfe = binned.mean();
  return scores;
}

}  // namespace symh
