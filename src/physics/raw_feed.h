#pragma once
#include <cstdint>

#include "series/series.h"

namespace symh {

/// What a real-time feed of the solar wind adds to reprocessed data, as symh imitates it.
struct RawFeed {
  double field_nt = 0.45;  ///< standard deviation of the noise on each component of the field
  double speed_km_s = 5;   ///< the same of the speed
  double density_share = 0.15, temperature_share = 0.3;  ///< the same, as a share of the value
  double spikes_a_day = 2;                               ///< samples of the field that are far off
  double outages_a_month = 4;  ///< of the plasma, in strong wind: protons blind the instrument
  Minutes mean_outage{180};
};

/// The series with noise on its solar wind, lone spikes of the field, and hours without plasma. The same seed
/// gives the same result. Other channels are unchanged. Outages begin at samples with a field of 15 nT or
/// more, because storms of protons come with strong storms.
Series as_raw_feed(Series series, std::uint64_t seed = 1, const RawFeed& feed = {});

}  // namespace symh
