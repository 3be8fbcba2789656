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

/// The statistics of one channel over a whole series.
struct ChannelSummary {
  std::string name;
  std::size_t present = 0;
  Extreme minimum, maximum;
  double mean = 0;
};

/// A stretch without a value of the channel, or without rows in the series.
struct Gap {
  Time first, last;  ///< stamps of the first and last missing sample
};

/// The content of `symh inspect`.
struct Summary {
  Time first, last;
  Minutes cadence{1};
  std::size_t expected = 0;  ///< samples from first to last at this cadence
  std::size_t rows = 0;
  std::vector<ChannelSummary> channels;
  std::vector<Gap> gaps;  ///< in the requested channel, longest first
  std::array<std::size_t, 4> samples_by_status{};
  std::vector<Storm> storms;
};

/// Handles the channels in parallel on all cores, without copying data.
Summary summarise(const Series& series, const std::string& gap_channel);

}  // namespace symh
