#pragma once
#include <string>
#include <vector>

#include "series/series.h"

namespace symh {

/// A feed of SWPC's solar wind: magnetic field or plasma.
struct SwpcReading {
  Series series;
  std::vector<std::string> warnings;
};

/// Reads today's feeds (a list of objects, newest first, several spacecraft mixed, of which one is `active`
/// at a time) and the array files that were withdrawn in spring 2026 (Service Change Notice 26-21; the first
/// row names the columns). Magnetic field or plasma is told by the keys. Stamps are cut to the minute, equal
/// minutes averaged; null and values <= -9990 are missing. Throws DataError, beginning with `origin`, that
/// names the key a record lacks, and where the feed is empty or nothing in it is active.
SwpcReading read_swpc(const std::string& text, const std::string& origin);

}  // namespace symh
