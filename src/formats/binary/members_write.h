#pragma once
#include <string>

#include "core/temporary_file.h"
#include "trajectories/trajectories.h"

namespace symh {

/// Whose paths they are.
struct MembersOf {
  std::string target;      ///< the channel, such as `sym_h`
  std::string model;       ///< the model that forecast it
  std::string written_by;  ///< the attribute `history`
};

/// Writes sample paths as NetCDF-4 by the CF-1.8 conventions, into a temporary file: the dimensions
/// `realization` and `time`, `forecast_reference_time` (the issue time), and one float variable of the
/// channel [nT]. Throws RunError.
void write_members(const Trajectories& trajectories, const MembersOf& of, const TemporaryFile& file);

}  // namespace symh
