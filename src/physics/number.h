#pragma once
#include <chrono>
#include <cmath>

#include "core/time.h"

/// The functions that the formulas of this room call on their number type, here for float and double. The
/// formulas are templates. For graph::Value, graph/number.h has the same functions, which argument-dependent
/// lookup finds; so one line computes a channel of a series and describes the same channel in a graph.
namespace symh {

/// The greater of the two; NaN if x is NaN, where std::max could return `low`.
inline float at_least(float x, float low) { return x <= low ? low : x; }
inline double at_least(double x, double low) { return x <= low ? low : x; }
/// x kept within [low, high]; NaN if x is NaN.
inline float limited(float x, float low, float high) { return x < low ? low : high < x ? high : x; }

inline float power(float x, float exponent) { return std::pow(x, exponent); }
inline double power(double x, double exponent) { return std::pow(x, exponent); }
inline float square_root(float x) { return std::sqrt(x); }
inline double square_root(double x) { return std::sqrt(x); }
inline float logarithm(float x) { return std::log(x); }
inline double logarithm(double x) { return std::log(x); }
/// Answers exp(0) = 1 at once, because the decay law of Burton et al. asks for nothing else.
inline double exponential(double x) { return x == 0 ? 1.0 : std::exp(x); }
inline double sine(double x) { return std::sin(x); }
inline double cosine(double x) { return std::cos(x); }

/// sqrt(x^2 + y^2).
inline float hypotenuse(float x, float y) { return std::hypot(x, y); }
/// Sine and cosine of the angle atan2(y, x), and |sine| of half of it.
inline float sine_of_angle(float y, float x) { return std::sin(std::atan2(y, x)); }
inline float cosine_of_angle(float y, float x) { return std::cos(std::atan2(y, x)); }
inline float sine_of_half_angle(float y, float x) { return std::abs(std::sin(0.5F * std::atan2(y, x))); }

/// float64 for intermediate results, and the float32 that channels are kept in.
inline double precise(float x) { return x; }
inline double precise(double x) { return x; }
inline float as_channel(double x) { return static_cast<float>(x); }

inline bool is_finite(float x) { return std::isfinite(x); }
inline bool less(double x, double y) { return x < y; }
inline double where(bool condition, double yes, double no) { return condition ? yes : no; }

/// Minutes since midnight.
inline double minutes_of_day(Time time) {
  return static_cast<double>((time - std::chrono::floor<std::chrono::days>(time)).count());
}
/// Minutes since the first of January, 00:00.
inline double minutes_of_year(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const Time new_year = std::chrono::sys_days{std::chrono::year_month_day{day}.year() / 1 / 1};
  return static_cast<double>((time - new_year).count());
}

}  // namespace symh
