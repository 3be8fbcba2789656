#pragma once
#include "graph/graph.h"

/// The functions of physics/number.h on arrays, so that the formulas of physics/ can be written into a graph.
/// Where ONNX (operator set 13) has no such function, another way to the same value is taken here.
namespace symh::graph {

Value at_least(Value x, double low);
Value limited(Value x, double low, double high);
Value cosine(Value x);

/// Of float32 arrays, computed in float64.
Value hypotenuse(Value x, Value y);
/// Sine and cosine of the angle atan2(y, x), and |sine| of half of it, without the angle.
Value sine_of_angle(Value y, Value x);
Value cosine_of_angle(Value y, Value x);
Value sine_of_half_angle(Value y, Value x);

Value precise(Value x);     ///< as float64
Value as_channel(Value x);  ///< as float32

Value is_finite(Value x);

/// From minutes since 1970 (int64) the minutes since midnight and since the first of January (float64).
Value minutes_of_day(Value time);
Value minutes_of_year(Value time);

}  // namespace symh::graph
