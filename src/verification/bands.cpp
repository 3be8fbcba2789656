#include "verification/bands.h"

#include <algorithm>
#include <cmath>

#include "verification/moments.h"

namespace symh {
namespace {

/// Pinball loss of the quantile `level` (Koenker & Bassett 1978, 10.2307/1913643).
double pinball(double observed, double quantile, double level) {
  const double error = observed - quantile;
  return std::max(level * error, (level - 1) * error);
}

bool complete(const LeadTimeForecasts& lead, std::size_t row) {
  return std::isfinite(lead.observed_nt[row]) && std::isfinite(lead.q05_nt[row]) &&
         std::isfinite(lead.q50_nt[row]) && std::isfinite(lead.q95_nt[row]);
}

void add_sample(BandScores& scores, const LeadTimeForecasts& lead, std::size_t row) {
  const double observed = lead.observed_nt[row];
  const double low = lead.q05_nt[row], middle = lead.q50_nt[row], high = lead.q95_nt[row];
  const bool inside = observed >= low && observed <= high;
  ++scores.samples;
  scores.coverage += inside ? 1 : 0;
  scores.mean_width_nt += high - low;
  scores.pinball_nt[0] += pinball(observed, low, 0.05);
  scores.pinball_nt[1] += pinball(observed, middle, 0.5);
  scores.pinball_nt[2] += pinball(observed, high, 0.95);
  scores.share_below[0] += observed <= low ? 1 : 0;
  scores.share_below[1] += observed <= middle ? 1 : 0;
  scores.share_below[2] += observed <= high ? 1 : 0;
  if (observed > BandScores::storm_nt) return;
  ++scores.storm_samples;
  scores.storm_coverage += inside ? 1 : 0;
  if (observed > BandScores::deep_nt) return;
  ++scores.deep_samples;
  scores.deep_coverage += inside ? 1 : 0;
}

}  // namespace

std::optional<BandScores> score_bands(const LeadTimeForecasts& lead, const SampleRows& rows) {
  if (lead.q05_nt.empty()) return std::nullopt;
  BandScores scores;
  for (const auto row : rows)
    if (complete(lead, row)) add_sample(scores, lead, row);
  const auto n = static_cast<double>(scores.samples);
  for (auto* sum : {&scores.coverage, &scores.mean_width_nt}) *sum = ratio(*sum, n);
  for (auto* sums : {&scores.pinball_nt, &scores.share_below})
    for (auto& sum : *sums) sum = ratio(sum, n);
  scores.storm_coverage = ratio(scores.storm_coverage, static_cast<double>(scores.storm_samples));
  scores.deep_coverage = ratio(scores.deep_coverage, static_cast<double>(scores.deep_samples));
  return scores;
}

}  // namespace symh
