#include "verification/binned_error.h"

#include <cmath>
#include <unordered_map>

#include "verification/moments.h"

namespace symh {

double binned_forecasting_error(const Pairs& pairs) {
  struct Bin {
    double sum = 0, count = 0;
  };
  std::unordered_map<double, Bin> bins;  // keyed by double, which no value of a damaged file can overflow
  for (std::size_t i = 0; i < pairs.observed.size(); ++i) {
    auto& bin = bins[std::floor(pairs.observed[i] / 10)];
    bin.sum += std::abs(pairs.forecast[i] - pairs.observed[i]);
    bin.count += 1;
  }
  double sum = 0;
  for (const auto& [floor, bin] : bins) sum += bin.sum / bin.count;
  return ratio(sum, static_cast<double>(bins.size()));
}

}  // namespace symh
