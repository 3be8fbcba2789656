#pragma once
#include <string>

#include "series/series.h"

namespace symh {

// The whole text is returned, so that the caller can write it atomically; parse(write(series)) is the
// identity on everything that the format can hold.

/// IAGA-2002: the four indices by the minute in hundredths of nT, and the status (a new header where it
/// changes). Throws UsageError for another cadence than a minute.
std::string write_iaga2002(const Series& series);

/// CSV: every channel, exactly, below wind_position_line().
std::string write_csv(const Series& series);

/// The line `# solar_wind_at = …` before the header by which a CSV says where its solar wind was measured;
/// empty for unknown.
std::string wind_position_line(WindPosition position);

}  // namespace symh
