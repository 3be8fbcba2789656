#include "series/stray_times.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "series/transforms.h"

namespace symh {
namespace {

/// The samples with a value in a part of the time.
struct Found {
  std::size_t count = 0;
  Time first, last;
};

Found values_between(const Series& series, Time from, Time to) {
  Found found;
  for (const auto& segment : series.segments) {
    if (segment.start >= to || segment.end(series.cadence) <= from) continue;
    for (std::size_t i = 0; i < segment.count; ++i) {
      const Time time = segment.start + series.cadence * static_cast<long>(i);
      if (time < from || time >= to || !holds_value(series, segment.first + i)) continue;
      if (found.count++ == 0) found.first = time;
      found.last = time;
    }
  }
  return found;
}

const char* plural(std::size_t count) { return count == 1 ? " is" : "s are"; }

}  // namespace

std::string drop_future(Series& series, Time now) {
  if (series.empty()) return "";
  const Time end = now + clock_margin + Minutes{1};
  const auto found = values_between(series, end, Time::max());
  if (found.count == 0) return "";
  series = slice(series, std::min(series.first_time(), end), end);
  return fmt::format(
      "{} sample{} stamped after now ({}), from {} to {}: left out; check the clock of this machine, and the "
      "files",
      found.count, plural(found.count), format_time(now), format_time(found.first), format_time(found.last));
}

void drop_before_hole(Series& series, Minutes longest, Listener& listener) {
  std::optional<Time> end_of_hole;
  for (std::size_t s = 1; s < series.segments.size(); ++s)
    if (series.segments[s].start - series.segments[s - 1].end(series.cadence) > longest)
      end_of_hole = series.segments[s].start;
  if (!end_of_hole) return;
  const auto found = values_between(series, series.first_time(), *end_of_hole);
  series = slice(series, *end_of_hole, series.last_time() + Minutes{1});
  if (found.count > 0)
    listener.warn(fmt::format(
        "warning: {} sample{} more than {} older than the next, from {} to {}: left out", found.count,
        plural(found.count), format_duration(longest), format_time(found.first), format_time(found.last)));
}

}  // namespace symh
