#include "cli/station_flag.h"

#include "formats/read_data.h"
#include "series/stray_times.h"

namespace symh::cli {

QuickIndex add_estimates_of(const std::vector<std::string>& stations, Series& series, std::optional<Time> to,
                            Time now, const DataFlags& flags, const Common& common, Listener& listener) {
  auto read = read_data(stations, read_options(flags), !common.no_cache, listener, now).series;
  drop_before_hole(read, longest_station_hole, listener);
  auto index = add_estimates(series, read);
  listener.say(newest_text(index, to.value_or(Time::max())));
  return index;
}

}  // namespace symh::cli
