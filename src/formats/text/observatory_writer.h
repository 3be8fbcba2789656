#pragma once
#include <string>

#include "formats/text/observatory_header.h"
#include "series/series.h"

namespace symh {

/// H of one observatory, a 1-minute series whose only channel is `h_CODE`, as IAGA-2002. The text keeps the
/// institute, place and data type of `header`; where a stretch has another status than the data type, it gets
/// a header of its own with the data type of its status. Throws UsageError for another cadence or other
/// channels.
std::string write_observatory(const Series& series, const ObservatoryHeader& header);

/// The same with a header that the channel and the table of observatories give.
std::string write_observatory(const Series& series);

}  // namespace symh
