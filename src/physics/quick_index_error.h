#pragma once
#include "core/time.h"

namespace symh {

/// The channels of an estimate of SYM-H from observatories, nT: SYM-H, and its standard error.
inline constexpr const char* quick_index_channel = "sym_h_quick";
inline constexpr const char* quick_index_error_channel = "sym_h_quick_error";

/// The standard error of an estimate from `stations` observatories, nT: it grows with the level and, over
/// hours, with the age of the newest observed value. Source of the numbers: docs/stations.md.
double quick_index_error_nt(int stations, double estimate_nt, Minutes index_age);

}  // namespace symh
