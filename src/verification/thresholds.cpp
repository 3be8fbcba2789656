#include "verification/thresholds.h"

#include <cmath>

#include "verification/moments.h"
#include "verification/samples.h"

namespace symh {
namespace {

void count_events(ThresholdScores& scores, const std::vector<float>& observed,
                  const std::vector<float>& forecast) {
  for (std::size_t i = 0; i < observed.size(); ++i) {
    if (std::isnan(observed[i]) || std::isnan(forecast[i])) continue;
    const bool happened = observed[i] <= scores.threshold_nt, warned = forecast[i] <= scores.threshold_nt;
    auto& cell = happened ? (warned ? scores.hits : scores.misses)
                          : (warned ? scores.false_alarms : scores.correct_negatives);
    ++cell;
  }
}

}  // namespace

double sedi(double hits, double misses, double false_alarms, double correct_negatives) {
  const double h = ratio(hits, hits + misses), f = ratio(false_alarms, false_alarms + correct_negatives);
  if (!(h > 0 && h < 1 && f > 0 && f < 1)) return undefined;
  const double log_f = std::log(f), log_h = std::log(h), log_no_f = std::log1p(-f), log_no_h = std::log1p(-h);
  return ratio(log_f - log_h - log_no_f + log_no_h, log_f + log_h + log_no_f + log_no_h);
}

ThresholdScores score_threshold(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt,
                                float threshold_nt) {
  require_same_size(observed_nt, forecast_nt);
  ThresholdScores scores;
  scores.threshold_nt = threshold_nt;
  count_events(scores, observed_nt, forecast_nt);
  const auto a = static_cast<double>(scores.hits), b = static_cast<double>(scores.false_alarms);
  const auto c = static_cast<double>(scores.misses), d = static_cast<double>(scores.correct_negatives);
  scores.pod = ratio(a, a + c);
  scores.far = ratio(b, a + b);
  scores.heidke = ratio(2 * (a * d - b * c), (a + c) * (c + d) + (a + b) * (b + d));
  scores.true_skill = scores.pod - ratio(b, b + d);
  scores.sedi = sedi(a, c, b, d);
  return scores;
}

std::vector<ThresholdScores> score_thresholds(const std::vector<float>& observed_nt,
                                              const std::vector<float>& forecast_nt,
                                              const std::vector<float>& thresholds_nt) {
  std::vector<ThresholdScores> scores;
  scores.reserve(thresholds_nt.size());
  for (const float threshold : thresholds_nt)
    scores.push_back(score_threshold(observed_nt, forecast_nt, threshold));
  return scores;
}

}  // namespace symh
