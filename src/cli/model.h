#pragma once
#include <string>

#include "artifact/ensemble.h"
#include "series/series.h"

namespace symh::cli {

/// Loads the run folder of a model or an ensemble; says what it is with --verbose.
Ensemble load_ensemble_and_tell(const std::string& folder);

/// Brings the solar wind of the data to where the model was trained, and says what was done.
void match_solar_wind_and_tell(Series& series, const Ensemble& ensemble);

}  // namespace symh::cli
