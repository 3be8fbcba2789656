#pragma once
#include <string>

#include "formats/text/swpc_records.h"

namespace symh {

/// Reads SWPC's JSON: today's feeds (a list of objects, newest first, with several spacecraft mixed, of which
/// the `active` ones count), kyoto-dst.json, and the tables withdrawn in spring 2026 (Service Change Notice
/// 26-21; the first row names the columns). The keys tell magnetic field, plasma and Dst apart. Cuts stamps
/// to the minute and averages equal minutes; null and values <= -9990 are missing; records whose
/// `overall_quality` is not 0 are left out. Throws DataError, beginning with `origin`, that names the missing
/// key of a record, or says that the feed is empty or has no active record.
SwpcReading read_swpc(const std::string& text, const std::string& origin);

}  // namespace symh
