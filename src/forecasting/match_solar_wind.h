#pragma once
#include <string>

#include "job/config.h"
#include "series/series.h"

namespace symh {

/// What match_solar_wind() did, as a sentence for the user; empty if it did nothing.
struct WindMatch {
  std::string note = {};
  bool assumed = false;  ///< the position is a guess, which must be said wherever the forecast is
};

/// Brings the solar wind of `series` to the position of the model's training data
/// (config.data.solar_wind_at). Call settle_wind_position() before. Wind of unknown position is assumed to
/// have that of the training data; L1 data are propagated to the bow shock for a model trained there. Throws
/// DataError for bow-shock data and a model trained at L1: the measurements at L1 cannot be recovered. A
/// model without solar wind takes any data.
WindMatch match_solar_wind(Series& series, const Config& config);

}  // namespace symh
