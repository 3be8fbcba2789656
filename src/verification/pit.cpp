#include "verification/pit.h"

#include <algorithm>
#include <cmath>

#include "trajectories/two_piece_normal.h"
#include "verification/moments.h"

namespace symh {
namespace {

constexpr auto bins = PitScores::bins;

/// `counts` begins with the number of samples in each bin.
double deviation_of(std::span<const double> counts) {
  double all = 0, sum = 0;
  for (std::size_t bin = 0; bin < bins; ++bin) all += counts[bin];
  for (std::size_t bin = 0; bin < bins; ++bin) sum += std::abs(ratio(counts[bin], all) - 1.0 / bins);
  return sum;
}

}  // namespace

std::vector<double> pit_values(const LeadTimeForecasts& lead, const SampleRows& rows) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const auto row : rows)
    values.push_back(two_piece_normal(lead.forecast_nt[row], lead.q05_nt[row], lead.q95_nt[row])
                         .value()
                         .at_or_below(lead.observed_nt[row]));
  return values;
}

PitScores score_pit(const Bootstrap& bootstrap, const std::vector<double>& values) {
  PitScores scores;
  scores.samples = values.size();
  auto blocks = bootstrap.sums(bins);
  std::array<double, bins> counts{};
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double pit = values[i];
    const auto bin = std::min(static_cast<std::size_t>(pit * bins), bins - 1);
    counts[bin] += 1;
    blocks.at(bootstrap.block_of(i), bin) += 1;
    sum += pit;
    squares += (pit - 0.5) * (pit - 0.5);
  }
  const auto n = static_cast<double>(values.size());
  for (std::size_t bin = 0; bin < bins; ++bin) scores.shares[bin] = ratio(counts[bin], n);
  scores.deviation = deviation_of(counts);
  scores.mean = ratio(sum, n);
  scores.spread = 12 * (ratio(squares, n) - (scores.mean - 0.5) * (scores.mean - 0.5));
  const auto intervals = bootstrap.intervals(blocks, bins + 1, [](auto sums, auto score) {
    double all = 0;
    for (std::size_t bin = 0; bin < bins; ++bin) all += sums[bin];
    for (std::size_t bin = 0; bin < bins; ++bin) score[bin] = ratio(sums[bin], all);
    score[bins] = deviation_of(sums);
  });
  std::ranges::copy_n(intervals.begin(), bins, scores.share_intervals.begin());
  scores.deviation_interval = intervals[bins];
  return scores;
}

}  // namespace symh
