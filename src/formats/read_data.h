#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/listener.h"
#include "formats/load.h"

namespace symh {

/// Reads the files into one series, as load() does, with the cache of parsed files if `use_cache` is set.
/// Values that cannot be become missing (series/plausibility.h), unless the options keep them. The listener
/// gets the progress, the warnings and the number of samples. Throws DataError as load() does, and if the
/// files hold no samples.
LoadedData read_data(const std::vector<std::string>& paths, ReadOptions options, bool use_cache,
                     Listener& listener);

}  // namespace symh
