#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "series/series.h"

namespace symh {

/// Channels of waves, which even the speed of the solar wind could have. Values do not change how long symh
/// takes.
inline Series waves(std::size_t count, Minutes cadence,
                    const std::vector<std::string>& channels = {"sym_h", "asy_h", "sym_d", "asy_d"}) {
  Series series;
  series.cadence = cadence;
  series.solar_wind_at = WindPosition::l1;
  series.segments.push_back({make_time(2003, 11, 20), 0, count});
  series.status.assign(count, Status::definitive);
  for (const auto& name : channels) {
    auto& values = series.add(name).values;
    for (std::size_t i = 0; i < count; ++i)
      values[i] = 400.F + 30.F * std::sin(0.01F * static_cast<float>((i + 1) * series.channels.size()));
  }
  return series;
}

}  // namespace symh
