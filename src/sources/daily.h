#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sources/cache.h"
#include "sources/source.h"

namespace symh {

/// One of the files that a source has for each day.
struct DailyKind {
  std::string name;     ///< part of the name in the cache: `mag`
  std::string ending;   ///< `.txt`
  std::string channel;  ///< a channel that the data must hold
  /// The address of a day's file; nullopt if the source has none yet.
  std::function<std::optional<Address>(Time day)> address = {};
};

/// How to ask a source whose data are kept in files of one UTC day.
struct DailyPlan {
  std::string source;
  Minutes recheck{0};
  std::vector<DailyKind> kinds = {};
};

/// The parts of an address that name a day: {year}, {month} and {day}.
std::map<std::string, std::string> day_words(Time day);

/// Asks day by day for the files that are missing in the context's range, and keeps each as it came, but
/// unpacked. A file that was asked for a day after its day or later is final.
void fetch_days(const DailyPlan& plan, FetchContext& context);

}  // namespace symh
