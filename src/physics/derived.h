#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "series/series.h"

namespace symh {

/// True for a name in the table of derived channels, and for `<channel>_missing`.
bool is_derived_channel(std::string_view name);

/// The channels that a derived channel is computed from; empty for those of the clock alone. Throws
/// UsageError that lists the known names.
std::vector<std::string> derived_channel_inputs(const std::string& name);

/// True for a derived channel that is computed from the stamp of its row, such as hour_sin.
bool reads_clock(std::string_view name);

/// Adds the channel `name`, each sample computed from its own row alone: a channel of the table in
/// derived_table.h, or `<channel>_missing`, which is 1 where the channel has no value and else 0. Throws
/// UsageError for an unknown name, DataError if the data have no such input channel.
void add_derived_channel(Series& series, const std::string& name);

}  // namespace symh
