#pragma once
#include <string>

#include "core/listener.h"
#include "series/series.h"

namespace symh {

/// So much later than the clock of this machine a sample may be stamped: clocks differ a little, and a mean
/// may be stamped by the end of its interval.
inline constexpr Minutes clock_margin{10};

/// Removes the samples stamped later than `now` + clock_margin, and returns a sentence on those that hold a
/// value: one record of a wrong year must not stop a forecast. Rows without a value are removed only beside
/// them, as sources fill a day that is not over. Returns an empty text if nothing was removed.
std::string drop_future(Series& series, Time now);

/// Removes the samples before the last hole longer than `longest`, and warns the listener: a record of 1970
/// would make a grid of half a century. For series that are laid on a grid without holes.
void drop_before_hole(Series& series, Minutes longest, Listener& listener);

}  // namespace symh
