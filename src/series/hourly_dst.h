#pragma once
#include <vector>

#include "series/transforms.h"

namespace symh {

/// Hourly Dst beside a finer series: the channel `dst` has each value in the first row at or after the end of
/// its hour, when it can be known at the earliest, and is missing in all other rows.
inline constexpr std::string_view dst_channel = "dst";

/// Takes those pieces out whose only channel is hourly Dst, if there is a finer piece that they can stand
/// beside; else takes none.
std::vector<Piece> take_hourly_dst(std::vector<Piece>& pieces);

/// Puts hourly Dst into a finer series. Values whose hour ends outside the series are left out. `hourly`
/// stamps its hours by their beginning, as Kyoto and OMNI do.
void put_dst(Series& series, const Series& hourly);

}  // namespace symh
