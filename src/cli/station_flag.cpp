#include "cli/station_flag.h"

#include "formats/read_data.h"

namespace symh::cli {

QuickIndex add_estimates_of(const std::vector<std::string>& stations, Series& series, std::optional<Time> to,
                            const DataFlags& flags, const Common& common, Listener& listener) {
  const auto read = read_data(stations, read_options(flags), !common.no_cache, listener).series;
  auto index = add_estimates(series, read);
  listener.say(newest_text(index, to.value_or(Time::max())));
  return index;
}

}  // namespace symh::cli
