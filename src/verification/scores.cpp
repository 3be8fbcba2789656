#include "verification/scores.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "verification/metrics.h"
#include "verification/moments.h"
#include "verification/samples.h"

namespace symh {

double Scores::at(std::string_view key) const {
  const auto metrics = all_metrics();
  const auto found = std::ranges::find(metrics, key, &Metric::key);
  if (found == metrics.end()) throw std::out_of_range("no metric " + std::string(key));
  return values.empty() ? undefined : values.at(static_cast<std::size_t>(found - metrics.begin()));
}

Scores score(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt) {
  require_same_size(observed_nt, forecast_nt);
  Pairs pairs;
  for (std::size_t i = 0; i < observed_nt.size(); ++i) {
    if (std::isnan(observed_nt[i]) || std::isnan(forecast_nt[i])) continue;
    pairs.observed.push_back(observed_nt[i]);
    pairs.forecast.push_back(forecast_nt[i]);
  }
  Scores scores{pairs.observed.size(), {}};
  scores.values.reserve(all_metrics().size());
  for (const auto& metric : all_metrics()) scores.values.push_back(metric.compute(pairs));
  return scores;
}

}  // namespace symh
