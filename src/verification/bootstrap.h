#pragma once
#include <cstdint>
#include <random>
#include <vector>

#include "verification/samples.h"
#include "verification/verify.h"

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

/// 95 % intervals by resampling whole blocks, as the errors of neighbouring samples are alike. All intervals
/// of one Bootstrap use the same draws, so that models are compared in pairs.
class Bootstrap {
 public:
  Bootstrap(std::vector<std::uint32_t> block_of_sample, int draws, unsigned seed);
  /// The interval of the RMSE.
  Interval rmse(const std::vector<double>& squares) const;
  /// The interval of 1 - MSE/MSE_reference, on the samples where both exist.
  Interval skill(const std::vector<double>& squares, const std::vector<double>& reference) const;

 private:
  struct Sums {
    double count = 0, squares = 0, reference = 0;
  };
  /// The interval of statistic(sums over the blocks of one draw).
  template <class Statistic>
  Interval interval(const std::vector<Sums>& blocks, Statistic statistic) const;

  std::vector<std::uint32_t> block_of_sample_;
  std::uint32_t blocks_ = 0;
  std::vector<std::uint32_t> drawn_;  ///< [draw][blocks_]
};

}  // namespace symh
