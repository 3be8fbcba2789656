#pragma once
#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <vector>

#include "verification/interval.h"
#include "verification/samples.h"

namespace symh {

/// Draws indices below n, the same on every platform (unlike std::uniform_int_distribution).
class IndexDraw {
 public:
  explicit IndexDraw(std::uint64_t seed) : engine_(seed) {}
  std::uint32_t operator()(std::uint32_t n);

 private:
  std::mt19937_64 engine_;
};

/// Assigns each of `rows` to a block, `block` of issue time long and never across two storms; counts from 0.
std::vector<std::uint32_t> assign_blocks(const LeadTimeForecasts& lead, const SampleRows& rows,
                                         Minutes block);

/// Squared errors of samples, NaN where a value is missing.
std::vector<double> squared_errors(const std::vector<float>& observed, const std::vector<float>& forecast);

/// 1 - MSE/MSE_reference over the samples where both exist; NaN if the reference makes no error.
double skill_over(const std::vector<double>& reference, const std::vector<double>& squares);

/// Sums over the samples of each block, for scores that are functions of sums.
class BlockSums {
 public:
  BlockSums(std::uint32_t blocks, std::size_t columns) : columns_(columns), sums_(blocks * columns) {}
  std::size_t columns() const { return columns_; }
  double& at(std::uint32_t block, std::size_t column) { return sums_[block * columns_ + column]; }
  std::span<const double> of(std::uint32_t block) const {
    return std::span(sums_).subspan(block * columns_, columns_);
  }

 private:
  std::size_t columns_;
  std::vector<double> sums_;
};

/// 95 % intervals by resampling whole blocks, as the errors of neighbouring samples are alike. All intervals
/// of one Bootstrap use the same draws, so that models are compared in pairs.
class Bootstrap {
 public:
  Bootstrap(std::vector<std::uint32_t> block_of_sample, int draws, unsigned seed);
  /// The interval of the RMSE.
  Interval rmse(const std::vector<double>& squares) const;
  /// The interval of the mean, without the samples that are NaN.
  Interval mean(const std::vector<double>& values) const;
  /// The interval of 1 - MSE/MSE_reference, or of the skill by any other mean score that is the lower the
  /// better, on the samples where both exist.
  Interval skill(const std::vector<double>& squares, const std::vector<double>& reference) const;

  /// The interval of the symmetric extremal dependence index (thresholds.h).
  Interval sedi(const std::vector<float>& observed, const std::vector<float>& forecast,
                float threshold) const;

  std::uint32_t block_of(std::size_t sample) const { return block_of_sample_[sample]; }
  /// Empty sums of `columns` columns, to be filled by block_of().
  BlockSums sums(std::size_t columns) const { return {blocks_, columns}; }
  /// The intervals of the `count` scores that `statistic` makes of the sums over the blocks of one draw.
  using Statistic = std::function<void(std::span<const double> sums, std::span<double> scores)>;
  std::vector<Interval> intervals(const BlockSums& blocks, std::size_t count,
                                  const Statistic& statistic) const;

 private:
  /// Of each block, the sum and the number of the values that are not NaN.
  BlockSums sums_of(const std::vector<double>& values) const;

  std::vector<std::uint32_t> block_of_sample_;
  std::uint32_t blocks_ = 0;
  std::vector<std::uint32_t> drawn_;  ///< [draw][blocks_]
};

}  // namespace symh
