#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/listener.h"
#include "formats/load.h"

namespace symh {

/// Reads the files into one series, as load() does, through the cache of parsed files where `use_cache` is
/// set. The listener gets the progress, the warnings and how much was read. Throws DataError as load() does,
/// and where the files hold no samples.
LoadedData read_data(const std::vector<std::string>& paths, ReadOptions options, bool use_cache,
                     Listener& listener);

}  // namespace symh
