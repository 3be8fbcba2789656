#include "verification/metrics.h"

#include <array>
#include <cmath>

#include "verification/binned_error.h"
#include "verification/moments.h"

namespace symh {
namespace {

template <class OfError>
double sum_of(const Pairs& pairs, OfError of_error) {
  double sum = 0;
  for (std::size_t i = 0; i < pairs.observed.size(); ++i)
    sum += of_error(pairs.forecast[i] - pairs.observed[i]);
  return sum;
}

template <class OfError>
double mean_of(const Pairs& pairs, OfError of_error) {
  return ratio(sum_of(pairs, of_error), static_cast<double>(pairs.observed.size()));
}

Moments moments(const Pairs& pairs) {
  Moments moments;
  for (std::size_t i = 0; i < pairs.observed.size(); ++i) moments.add(pairs.observed[i], pairs.forecast[i]);
  return moments;
}

double squared(double error) { return error * error; }

double rmse(const Pairs& pairs) { return std::sqrt(mean_of(pairs, squared)); }

double mae(const Pairs& pairs) {
  return mean_of(pairs, [](double error) { return std::abs(error); });
}

double bias(const Pairs& pairs) {
  return mean_of(pairs, [](double error) { return error; });
}

double correlation(const Pairs& pairs) { return moments(pairs).correlation(); }

double r2(const Pairs& pairs) { return 1 - ratio(sum_of(pairs, squared), moments(pairs).deviation_x()); }

}  // namespace

std::span<const Metric> all_metrics() {
  static constexpr std::array metrics{
      Metric{"rmse", "RMSE", "nT", "RMSE", 2, rmse},
      Metric{"mae", "MAE", "nT", "MAE", 2, mae},
      Metric{"bias", "Bias", "nT", "bias", 2, bias},
      Metric{"correlation", "Correlation", "", "r", 3, correlation},
      Metric{"r2", "R\xC2\xB2", "", "R2", 3, r2},
      Metric{"bfe", "BFE", "nT", "BFE", 2, binned_forecasting_error},
  };
  return metrics;
}

}  // namespace symh
