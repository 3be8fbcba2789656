#pragma once
#include <vector>

#include "series/series.h"

namespace symh {

/// Holes up to this long become rows of missing values; longer ones end the segment.
inline constexpr Minutes longest_hole{24 * 60};

/// A row that gave way to one of the same status with another value.
struct Conflict {
  std::size_t segment = 0;  ///< of the first source, as given
  std::size_t offset = 0;   ///< row inside that segment
};

/// Rows of any order as one series. The segments of the sources may overlap and stand in any order, but all
/// lie on one grid of `sources.front().cadence`; sources, and segments inside one, come in rising order of
/// preference.
///
/// Each value is decided by itself: of those present, the better status wins, then the later one; a missing
/// value replaces nothing. A row's status is the least known one among the values it kept (a row of
/// definitive and quick-look values is quick-look), or, where it holds no value, the best one given for it.
///
/// Works channel by channel and lets go of each source channel once it is laid, so that at no time more than
/// one channel is held twice, or two where no sources overlap, which are copied on two threads without a look
/// at their values; one source already in order is not copied at all. With `conflicts`, the rows of
/// the first source that overwrote another value of equal status are listed there, each once.
Series lay_over(std::vector<Series> sources, std::vector<Conflict>* conflicts = nullptr);

}  // namespace symh
