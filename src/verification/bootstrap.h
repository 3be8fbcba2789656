#pragma once
#include <cstdint>
#include <random>
#include <vector>

#include "verification/samples.h"
#include "verification/verify.h"

namespace symh {

/// Indices below n, the same on every platform (std::uniform_int_distribution is not).
class IndexDraw {
 public:
  explicit IndexDraw(std::uint64_t seed) : engine_(seed) {}
  std::uint32_t operator()(std::uint32_t n);

 private:
  std::mt19937_64 engine_;
};

/// Gives each of `rows` its block: `block` of issue time, never across two storms. Blocks count from 0.
std::vector<std::uint32_t> assign_blocks(const LeadTimeForecasts& lead, const SampleRows& rows,
                                         Minutes block);

/// Squared errors of samples, NaN where a value is missing.
std::vector<double> squared_errors(const std::vector<float>& observed, const std::vector<float>& forecast);

/// 1 - MSE/MSE_reference over the samples where both are there; NaN where the reference makes no error.
double skill_over(const std::vector<double>& reference, const std::vector<double>& squares);

/// 95 % intervals by resampling whole blocks, since neighbouring samples err alike. All intervals of one
/// Bootstrap come from the same draws, so that models are compared in pairs.
class Bootstrap {
 public:
  Bootstrap(std::vector<std::uint32_t> block_of_sample, int draws, unsigned seed);
  /// Of the RMSE.
  Interval rmse(const std::vector<double>& squares) const;
  /// Of 1 - MSE/MSE_reference, on the samples where both are there.
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
