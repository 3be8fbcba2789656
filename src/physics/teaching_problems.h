#pragma once
#include "series/series.h"

namespace symh {

/// The adding problem (Hochreiter & Schmidhuber 1997; Le, Jaitly & Hinton 2015) as a series of minutes:
/// `length` samples of `value` (uniform in [0, 1)) and `marker` (1 once in each half), then one sample that
/// holds the `sum` of the two marked values; `sum` is missing everywhere else.
Series simulate_adding_problem(int sequences, int length, unsigned seed);

/// `t` from -10 up to, not including, 10, and `value` = sin(t) exp(-t^2 / 50) + 0.3 cos(3 t); a minute a
/// sample.
Series simulate_toy_series(int samples_per_unit);

}  // namespace symh
