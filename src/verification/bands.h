#pragma once
#include "verification/samples.h"
#include "verification/verify.h"

namespace symh {

/// How true the 5-95 % band is over `rows`; nothing where the forecasts have none.
std::optional<BandScores> score_bands(const LeadTimeForecasts& lead, const Rows& rows);

}  // namespace symh
