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

/// Reads today's feeds (a list of objects, newest first, with several spacecraft mixed, one of them `active`
/// at a time) and the array files withdrawn in spring 2026 (Service Change Notice 26-21; the first row names
/// the columns). The keys tell magnetic field from plasma. Cuts stamps to the minute and averages equal
/// minutes; null and values <= -9990 are missing. Throws DataError, beginning with `origin`, that names the
/// missing key of a record, or says that the feed is empty or has no active record.
SwpcReading read_swpc(const std::string& text, const std::string& origin);

}  // namespace symh
