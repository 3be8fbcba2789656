#pragma once
#include <cmath>

#include "series/series.h"

namespace symh {

/// Four channels of waves; their values do not change the speed.
inline Series waves(std::size_t count, Minutes cadence) {
  Series series;
  series.cadence = cadence;
  series.segments.push_back({make_time(2003, 11, 20), 0, count});
  series.status.assign(count, Status::definitive);
  for (const auto* name : {"sym_h", "asy_h", "sym_d", "asy_d"}) {
    auto& values = series.add(name).values;
    for (std::size_t i = 0; i < count; ++i)
      values[i] = 30.F * std::sin(0.01F * static_cast<float>((i + 1) * series.channels.size()));
  }
  return series;
}

}  // namespace symh
