#include "verification/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "verification/moments.h"

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

template <class Statistic>
Interval Bootstrap::interval(const std::vector<Sums>& blocks, Statistic statistic) const {
  std::vector<double> values;
  for (std::size_t first = 0; first < drawn_.size(); first += blocks_) {
    Sums total;
    for (std::size_t i = first; i < first + blocks_; ++i) {
      const auto& block = blocks[drawn_[i]];
      total.count += block.count;
      total.squares += block.squares;
      total.reference += block.reference;
    }
    const double value = statistic(total);
    if (std::isfinite(value)) values.push_back(value);
  }
  if (values.empty()) return {undefined, undefined};
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.025), quantile(values, 0.975)};
}

Interval Bootstrap::rmse(const std::vector<double>& squares) const {
  std::vector<Sums> blocks(blocks_);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    if (std::isnan(squares[i])) continue;
    auto& block = blocks[block_of_sample_[i]];
    block.count += 1;
    block.squares += squares[i];
  }
  return interval(blocks, [](const Sums& sums) { return std::sqrt(ratio(sums.squares, sums.count)); });
}

Interval Bootstrap::skill(const std::vector<double>& squares, const std::vector<double>& reference) const {
  std::vector<Sums> blocks(blocks_);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    if (std::isnan(squares[i]) || std::isnan(reference[i])) continue;
    auto& block = blocks[block_of_sample_[i]];
    block.squares += squares[i];
    block.reference += reference[i];
  }
  return interval(blocks, [](const Sums& sums) { return 1 - ratio(sums.squares, sums.reference); });
}

}  // namespace symh
