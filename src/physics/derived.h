#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "series/series.h"

namespace symh {

/// True for a name in the table of derived channels, and for `<channel>_missing`.
bool is_derived_channel(std::string_view name);

/// The channels a derived channel is computed from; empty for those of the clock. Throws UsageError that
/// lists the known names.
std::vector<std::string> derived_channel_inputs(const std::string& name);

/// Adds the channel `name`, each sample from its own row alone: `vbs` [mV/m], `dynamic_pressure` [nPa],
/// `newell_coupling` [(km/s)^(4/3) nT^(2/3)], `hour_sin`, `hour_cos`, `doy_sin`, `doy_cos` [1], and
/// `<channel>_missing` (1 where the channel has no value, else 0). Throws UsageError for an unknown name,
/// DataError where an input channel is not in the data.
void add_derived_channel(Series& series, const std::string& name);

}  // namespace symh
