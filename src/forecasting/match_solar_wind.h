#pragma once
#include <string>

#include "job/config.h"
#include "series/series.h"

namespace symh {

/// Brings the solar wind of `series` to the position of the model's training data
/// (config.data.solar_wind_at). Files without a position are taken to have that of the training data; L1 data
/// are propagated to the bow shock for a model trained there. Returns a sentence for the user about the
/// change, empty if there was none. Throws DataError for bow-shock data and a model trained at L1: the
/// measurements at L1 cannot be recovered. A model without solar wind takes any data.
std::string match_solar_wind(Series& series, const Config& config);

}  // namespace symh
