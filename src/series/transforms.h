#pragma once
#include <span>
#include <string>
#include <vector>

#include "series/overlay.h"
#include "series/series.h"

namespace symh {

/// A part of a series as one file gives it, with what decides overlaps.
struct Piece {
  Series series;
  /// Later wins among pieces of equal status (file time, then order of reading).
  std::int64_t precedence = 0;
  /// Named where the piece does not fit the others.
  std::string name = "a series";
};

/// Joins pieces of one cadence and grid into one series: union of channels; lay_over() says which value wins.
/// Throws DataError that names the pieces whose cadence or grid differs.
Series merge(std::vector<Piece> pieces);

/// Means over `cadence`, which must be a multiple of the series' own; each mean is stamped with the end of
/// its interval on the grid of whole cadences since midnight: from minutes stamped by their beginning the
/// mean stamped t is over t - cadence … t - 1 (design.md); it is missing where fewer than half of the samples
/// are there. At its own cadence the series is returned as it is.
Series resample(Series series, Minutes cadence);

/// Fills runs of missing values inside each segment with the last value seen, up to `limit` after it; looks
/// only back. Returns the number of values filled.
std::size_t fill_causally(Series& series, std::string_view channel, Minutes limit);
/// The same in a copy of the channel.
std::vector<float> filled_causally(const Series& series, std::string_view channel, Minutes limit);

/// Makes every value of the channels missing, as if they had not been measured. Throws DataError for a
/// channel that is not there.
void blank(Series& series, const std::vector<std::string>& channels);

/// The rows stamped in [from, to).
Series slice(const Series& series, Time from, Time to);

}  // namespace symh
