#pragma once
#include "core/time.h"

namespace symh {

/// The number of the Carrington rotation of the Sun, as seen from the Earth, that a time belongs to.
/// Rotations have their mean length of 27.2752316 days (Meeus 1998, Astronomical Algorithms, chapter 29).
long solar_rotation(Time time);

/// The first minute of a rotation.
Time start_of_solar_rotation(long number);

}  // namespace symh
