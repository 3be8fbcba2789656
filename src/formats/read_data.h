#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/listener.h"
#include "formats/load.h"

namespace symh {

/// Reads the files into one series, as load() does, with the cache of parsed files if `use_cache` is set.
/// Values that cannot be become missing (series/plausibility.h), unless the options keep them. The listener
/// gets the progress, the warnings and the number of samples. Samples stamped after `now` are left out and
/// said (series/stray_times.h): nobody has observed them. Throws DataError as load() does, and if no sample
/// is left. Without `now` the clock counts, and data that lie wholly after it are taken for simulated ones:
/// they are kept, and said.
LoadedData read_data(const std::vector<std::string>& paths, ReadOptions options, bool use_cache,
                     Listener& listener, std::optional<Time> now = {});

}  // namespace symh
