#include "verification/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "verification/moments.h"
#include "verification/thresholds.h"

namespace symh {
namespace {

/// The earliest issue time of each storm; its blocks start there.
std::map<int, Time> first_issue_times(const LeadTimeForecasts& lead, const SampleRows& rows) {
  std::map<int, Time> first;
  for (const auto row : rows) {
    const Time time = lead.issue_time[row];
    auto& earliest = first.try_emplace(storm_of(lead, row), time).first->second;
    earliest = std::min(earliest, time);
  }
  return first;
}

/// The quantile `level` of sorted values, interpolated linearly.
double quantile(const std::vector<double>& sorted, double level) {
  const double position = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Interval interval_of(std::vector<double> values) {
  if (values.empty()) return {undefined, undefined};
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.025), quantile(values, 0.975)};
}

}  // namespace

std::uint32_t IndexDraw::operator()(std::uint32_t n) {
  // Draws again above the last whole multiple of n: a plain remainder would favour small indices.
  constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t limit = largest - largest % n;
  std::uint64_t value = engine_();
  while (value >= limit) value = engine_();
  return static_cast<std::uint32_t>(value % n);
}

std::vector<std::uint32_t> assign_blocks(const LeadTimeForecasts& lead, const SampleRows& rows,
                                         Minutes block) {
  const auto first = first_issue_times(lead, rows);
  std::map<std::pair<int, long>, std::uint32_t> numbers;
  std::vector<std::uint32_t> assigned;
  assigned.reserve(rows.size());
  for (const auto row : rows) {
    const int storm = storm_of(lead, row);
    const long index = (lead.issue_time[row] - first.at(storm)) / block;
    const auto next = static_cast<std::uint32_t>(numbers.size());
    assigned.push_back(numbers.try_emplace({storm, index}, next).first->second);
  }
  return assigned;
}

double skill_over(const std::vector<double>& reference, const std::vector<double>& squares) {
  double ours = 0, theirs = 0;
  for (std::size_t i = 0; i < squares.size(); ++i) {
    if (std::isnan(squares[i]) || std::isnan(reference[i])) continue;
    ours += squares[i];
    theirs += reference[i];
  }
  return 1 - ratio(ours, theirs);
}

std::vector<double> squared_errors(const std::vector<float>& observed, const std::vector<float>& forecast) {
  std::vector<double> squares(observed.size());
  for (std::size_t i = 0; i < squares.size(); ++i) {
    const double error = double{forecast[i]} - double{observed[i]};
    squares[i] = error * error;
  }
  return squares;
}

Bootstrap::Bootstrap(std::vector<std::uint32_t> block_of_sample, int draws, unsigned seed)
    : block_of_sample_(std::move(block_of_sample)) {
  for (const auto block : block_of_sample_) blocks_ = std::max(blocks_, block + 1);
  if (blocks_ < 2 || draws < 1) return;
  IndexDraw draw(seed);
  drawn_.resize(static_cast<std::size_t>(draws) * blocks_);
  for (auto& index : drawn_) index = draw(blocks_);
}

std::vector<Interval> Bootstrap::intervals(const BlockSums& blocks, std::size_t count,
                                           const Statistic& statistic) const {
  std::vector<std::vector<double>> values(count);
  std::vector<double> total(blocks.columns()), scores(count);
  for (std::size_t first = 0; first < drawn_.size(); first += blocks_) {
    std::ranges::fill(total, 0);
    for (std::size_t i = first; i < first + blocks_; ++i) {
      const auto block = blocks.of(drawn_[i]);
      for (std::size_t column = 0; column < total.size(); ++column) total[column] += block[column];
    }
    statistic(total, scores);
    for (std::size_t score = 0; score < count; ++score)
      if (std::isfinite(scores[score])) values[score].push_back(scores[score]);
  }
  std::vector<Interval> intervals;
  intervals.reserve(count);
  for (auto& of_score : values) intervals.push_back(interval_of(std::move(of_score)));
  return intervals;
}

BlockSums Bootstrap::sums_of(const std::vector<double>& values) const {
  auto blocks = sums(2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    blocks.at(block_of(i), 0) += values[i];
    blocks.at(block_of(i), 1) += 1;
  }
  return blocks;
}

Interval Bootstrap::rmse(const std::vector<double>& squares) const {
  return intervals(sums_of(squares), 1,
                   [](auto sums, auto score) { score[0] = std::sqrt(ratio(sums[0], sums[1])); })
      .front();
}

Interval Bootstrap::mean(const std::vector<double>& values) const {
  return intervals(sums_of(values), 1, [](auto sums, auto score) { score[0] = ratio(sums[0], sums[1]); })
      .front();
}

Interval Bootstrap::skill(const std::vector<double>& squares, const std::vector<double>& reference) const {
  auto blocks = sums(2);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    if (std::isnan(squares[i]) || std::isnan(reference[i])) continue;
    blocks.at(block_of(i), 0) += squares[i];
    blocks.at(block_of(i), 1) += reference[i];
  }
  return intervals(blocks, 1, [](auto sums, auto score) { score[0] = 1 - ratio(sums[0], sums[1]); }).front();
}

Interval Bootstrap::sedi(const std::vector<float>& observed, const std::vector<float>& forecast,
                         float threshold) const {
  auto blocks = sums(4);  // hits, misses, false alarms, correct negatives
  for (std::size_t i = 0; i < observed.size(); ++i) {
    if (std::isnan(observed[i]) || std::isnan(forecast[i])) continue;
    blocks.at(block_of(i), (observed[i] <= threshold ? 0 : 2) + (forecast[i] <= threshold ? 0 : 1)) += 1;
  }
  return intervals(blocks, 1,
                   [](auto sums, auto score) { score[0] = symh::sedi(sums[0], sums[1], sums[2], sums[3]); })
      .front();
}

}  // namespace symh
