#pragma once
#include <span>
#include <string>
#include <vector>

#include "series/overlay.h"
#include "series/series.h"

namespace symh {

/// A series read from one file, with the order that decides overlaps.
struct Piece {
  Series series;
  /// Among pieces of equal status the one with the higher number wins, of equal numbers the later one.
  std::int64_t precedence = 0;
  /// Errors name it if the piece does not fit the others.
  std::string name = "a series";
};

/// Joins pieces of one cadence and grid into one series with all their channels; lay_over() decides which
/// value wins. Hourly Dst may stand beside finer pieces (hourly_dst.h). Throws DataError that names the
/// pieces with another cadence or grid. `contradictions` receives a sentence for each two pieces that give
/// other values of the same status for the same times.
Series merge(std::vector<Piece> pieces, std::vector<std::string>* contradictions = nullptr);

/// Means over `cadence`, which must be a multiple of the series' own. The stamp of each mean is the end of
/// its interval, on the grid of whole cadences since midnight: the mean at t of minutes stamped by their
/// beginning covers t - cadence … t - 1 (design.md). A mean is missing if fewer than half of its samples are
/// present; of hourly Dst (hourly_dst.h) the value itself is kept. At its own cadence the series is returned
/// unchanged.
Series resample(Series series, Minutes cadence);

/// Fills runs of missing values inside each segment with the last value before them, for up to `limit`; never
/// uses later values. Returns the number of filled values.
std::size_t fill_causally(Series& series, std::string_view channel, Minutes limit);
/// The same in a copy of the channel.
std::vector<float> filled_causally(const Series& series, std::string_view channel, Minutes limit);

/// Makes all values of the channels missing, as if they had not been measured. Throws DataError for a channel
/// that the series does not have.
void blank(Series& series, const std::vector<std::string>& channels);

/// True if any channel has a value in this row.
bool holds_value(const Series& series, std::size_t row);

/// The rows stamped in [from, to).
Series slice(const Series& series, Time from, Time to);

}  // namespace symh
