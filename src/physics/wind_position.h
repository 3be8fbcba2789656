#pragma once
#include <string>

#include "series/series.h"

namespace symh {

/// Where the content of a series says that its solar wind was measured.
struct WindJudgement {
  WindPosition position = WindPosition::unknown;
  std::string reason = {};  ///< why, as a clause; also why the position stays unknown
};

/// Judges where the solar wind of a series was measured. OMNI's own columns of its shift in time mean the bow
/// shock. Otherwise it counts how soon SYM-H follows jumps of the dynamic pressure: the magnetosphere is
/// compressed within minutes of the arrival, so that wind from L1 leads SYM-H by its time of flight, and wind
/// at the bow shock by almost nothing. Unknown if there are too few jumps, or no lag stands out clearly.
WindJudgement judge_wind_position(const Series& series);

/// Sets series.solar_wind_at by judge_wind_position() if the files do not say it and the content tells.
/// Returns a sentence for the user if so; otherwise empty.
std::string settle_wind_position(Series& series);

}  // namespace symh
