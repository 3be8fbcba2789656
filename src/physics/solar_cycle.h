#pragma once
#include "core/time.h"

namespace symh {

/// The phase of the solar cycle in turns, from 0 at a minimum of the sunspot number to 1: the time since the
/// last minimum over 11 years. A minimum counts from a year after it on, because nobody can name it earlier.
/// Minima of the smoothed monthly number (WDC-SILSO, Brussels): 1954-04, 1964-10, 1976-03, 1986-09, 1996-08,
/// 2008-12, 2019-12.
double solar_cycle_phase(Time time);

}  // namespace symh
