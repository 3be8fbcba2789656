#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "series/series.h"

namespace symh {

/// Holes up to this long become rows of missing values; longer ones end the segment.
inline constexpr Minutes longest_hole{24 * 60};

/// A row that was overwritten by another value of the same status.
struct Conflict {
  std::size_t segment = 0;  ///< index in the first source, as given
  std::size_t offset = 0;   ///< row inside that segment
};

/// Values of equal status that two sources give for the same times and that differ by more than rounding.
struct Contradiction {
  std::size_t beaten = 0, kept = 0;  ///< indices of the sources: whose value was replaced, and whose was kept
  std::string channel;
  std::size_t count = 0;
  float largest = 0;  ///< the largest difference
  Time at;            ///< where it is
};

/// How far two copies of one value may lie apart because one was rounded: half a unit of an index, 0.05 or
/// 0.6 % of any other channel, whichever is more.
float rounding_of(std::string_view channel, float value);

/// Lays the rows of several sources into one series. Segments may overlap and come in any order, but all must
/// lie on one grid of `sources.front().cadence`. Later sources, and later segments inside a source, are
/// preferred.
///
/// Each value is decided separately: of the values present, the better status wins, then the later one; a
/// missing value replaces nothing. A row gets the lowest known status of its kept values (definitive and
/// quick-look values make a quick-look row). A row without a value gets the best status given for it.
///
/// The function works channel by channel and frees each source channel once it is laid, so that at most one
/// channel is in memory twice. If no two sources overlap, it copies the values without comparing them; a
/// single source that is already in order is not copied at all. `conflicts` receives the rows of the first
/// source that overwrote another value of equal status, each once. `contradictions` receives an entry for
/// each pair of sources and channel that contradict each other.
Series lay_over(std::vector<Series> sources, std::vector<Conflict>* conflicts = nullptr,
                std::vector<Contradiction>* contradictions = nullptr);

}  // namespace symh
