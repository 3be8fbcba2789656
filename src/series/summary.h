#pragma once
#include <array>
#include <string>
#include <vector>

#include "series/series.h"
#include "series/storms.h"

namespace symh {

struct Extreme {
  float value = missing;
  Time time;
};

/// One channel over a whole series.
struct ChannelSummary {
  std::string name;
  std::size_t present = 0;
  Extreme minimum, maximum;
  double mean = 0;
};

/// A stretch in which the channel has no value, or the grid no row.
struct Gap {
  Time first, last;  ///< stamps of the first and last missing sample
};

/// What `symh inspect` tells.
struct Summary {
  Time first, last;
  Minutes cadence{1};
  std::size_t expected = 0;  ///< samples from first to last at this cadence
  std::size_t rows = 0;
  std::vector<ChannelSummary> channels;
  std::vector<Gap> gaps;  ///< of the channel asked for, longest first
  std::array<std::size_t, 4> samples_by_status{};
  std::vector<Storm> storms;
};

/// Channels side by side on all cores; nothing is copied.
Summary summarise(const Series& series, const std::string& gap_channel);

}  // namespace symh
