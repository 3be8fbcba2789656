#include "graph/number.h"

#include <numbers>

namespace symh::graph {
namespace {

Value float64_hypotenuse(Value x, Value y) {
  x = precise(x);
  y = precise(y);
  return square_root(x * x + y * y);
}

/// component / hypotenuse, and `at_zero` where the hypotenuse is 0.
Value share_of_hypotenuse(Value component, Value hypotenuse, double at_zero) {
  const auto zero = equal(hypotenuse, 0);
  return as_channel(where(zero, at_zero, precise(component) / where(zero, 1.0, hypotenuse)));
}

Value floor_divide(Value x, double by) { return (x - x % by) / by; }

/// Days from 1970-01-01 to the first of January of a year.
Value new_year(Value year) {
  constexpr double days_before_1970 = 719162;  // since the year 1
  const auto past = year - 1;
  return past * 365 + floor_divide(past, 4) - floor_divide(past, 100) + floor_divide(past, 400) -
         days_before_1970;
}

/// The year of a day, counted from 1970-01-01. The mean length of a year gives a guess that can be off by
/// one.
Value year_of(Value day) {
  const auto guess = floor_divide((day + 719162) * 400, 146097) + 1;
  const auto late = cast(less(day, new_year(guess)), DataType::int64);
  const auto early = cast(!less(day, new_year(guess + 1)), DataType::int64);
  return guess - late + early;
}

}  // namespace

Value precise(Value x) { return cast(x, DataType::float64); }
Value as_channel(Value x) { return cast(x, DataType::float32); }

Value at_least(Value x, double low) { return where(less(x, low), low, x); }
Value limited(Value x, double low, double high) { return at_least(where(less(high, x), high, x), low); }
Value cosine(Value x) { return sine(x + std::numbers::pi / 2); }

Value hypotenuse(Value x, Value y) { return as_channel(float64_hypotenuse(x, y)); }

Value sine_of_angle(Value y, Value x) { return share_of_hypotenuse(y, float64_hypotenuse(x, y), 0); }
Value cosine_of_angle(Value y, Value x) { return share_of_hypotenuse(x, float64_hypotenuse(x, y), 1); }

/// The root of (1 - cos) / 2; for x > 0, where that would cancel, of y^2 / (2 h (h + x)) with the hypotenuse
/// h.
Value sine_of_half_angle(Value y, Value x) {
  const auto length = float64_hypotenuse(x, y);
  const auto zero = equal(length, 0), h = where(zero, 1.0, length);
  x = precise(x);
  y = precise(y);
  const auto square = where(less(0, x), y * y / (2.0 * h * (h + x)), 0.5 * (1.0 - x / h));
  return as_channel(square_root(where(zero, 0.0, square)));
}

/// Infinity less itself is NaN.
Value is_finite(Value x) { return !is_nan(x - x); }

Value minutes_of_day(Value time) { return precise(time % 1440); }
Value minutes_of_year(Value time) {
  const auto year = year_of(floor_divide(time, 1440));
  return precise(time - new_year(year) * 1440);
}

}  // namespace symh::graph
