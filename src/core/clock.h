#pragma once
#include "core/time.h"

namespace symh {

/// The time by the clock of this machine, to the minute.
Time time_of_clock();

}  // namespace symh
