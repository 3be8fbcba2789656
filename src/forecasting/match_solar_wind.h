#pragma once
#include <string>

#include "job/config.h"
#include "series/series.h"

namespace symh {

/// Brings the solar wind of `series` to where the model's training data were measured
/// (config.data.solar_wind_at), and returns what a user must be told of it, empty where there is nothing:
/// files that do not say are taken as the training data were; L1 data are propagated to the bow shock for a
/// model trained there. Throws DataError for data at the bow shock and a model of L1, as what L1 saw cannot
/// be had back in time. A model without solar wind takes any data.
std::string match_solar_wind(Series& series, const Config& config);

}  // namespace symh
