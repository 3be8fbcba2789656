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
/// `newell_coupling` [(km/s)^(4/3) nT^(2/3)], `kan_lee` [mV/m], `epsilon` [GW], `clock_sin`, `clock_cos` [1],
/// `v_bz` [mV/m], `sqrt_pressure` [nPa^1/2], `log_density` [ln cm^-3], `log_temperature` [ln K], `sym_h_star`
/// (pressure-corrected SYM-H) [nT]; their sources stand in coupling.h and ring_current.h. Of the clock:
/// `hour_sin`, `hour_cos`, `doy_sin`, `doy_cos` [1], the harmonics of the day and of the year (Russell &
/// McPherron 1973, 10.1029/JA078i001p00092). And `<channel>_missing` (1 where the channel has no value, else
/// 0). Throws UsageError for an unknown name,
/// DataError where an input channel is not in the data.
void add_derived_channel(Series& series, const std::string& name);

}  // namespace symh
