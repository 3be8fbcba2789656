#pragma once
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace symh {

/// Random numbers that are the same on every platform, which the standard library's distributions are not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : generator_(seed) {}
  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(generator_() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Standard normal, by Box & Muller.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }
  /// The waiting time of a Poisson process.
  double exponential(double mean) { return -mean * std::log(1.0 - uniform()); }

 private:
  std::mt19937_64 generator_;
};

/// Correlated noise of unit variance, one value a step (AR(1)).
class Correlated {
 public:
  Correlated(Random& random, double memory_steps) : random_(random), keep_(std::exp(-1.0 / memory_steps)) {}
  double next() {
    value_ = keep_ * value_ + std::sqrt(1.0 - keep_ * keep_) * random_.normal();
    return value_;
  }

 private:
  Random& random_;
  double keep_, value_ = 0;
};

}  // namespace symh
