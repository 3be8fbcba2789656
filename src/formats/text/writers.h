#pragma once
#include <string>

#include "series/series.h"

namespace symh {

// The functions return the whole text, so that the caller can write it atomically. parse(write(series))
// equals the series for everything that the format can hold.

/// IAGA-2002: the four indices by the minute in hundredths of nT, and the status (a new header at each
/// change). Throws UsageError if the cadence is not one minute.
std::string write_iaga2002(const Series& series);

/// CSV: every channel without loss, after wind_position_line().
std::string write_csv(const Series& series);

/// The line `# solar_wind_at = …` before the header: it says where the solar wind was measured. Empty for
/// unknown.
std::string wind_position_line(WindPosition position);

}  // namespace symh
