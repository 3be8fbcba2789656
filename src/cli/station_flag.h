#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/data_flags.h"
#include "core/listener.h"
#include "stations/add_estimates.h"

namespace symh::cli {

/// Reads files of observatories, estimates SYM-H from them and adds the estimate to `series` (add_estimates).
/// Leaves out H of another time: stamped after `now`, or before a long hole. The listener hears the newest
/// estimate at or before `to`, if given. Throws DataError.
QuickIndex add_estimates_of(const std::vector<std::string>& stations, Series& series, std::optional<Time> to,
                            Time now, const DataFlags& flags, const Common& common, Listener& listener);

}  // namespace symh::cli
