#pragma once
#include <filesystem>

#include "formats/binary/archive_notes.h"
#include "series/series.h"

namespace symh {

/// Writes a NetCDF-4 archive by the CF-1.8 conventions: dimension `time`; `time` in minutes since 1970; one
/// float variable a channel, NaN = missing, with its units; `status` with its flags; the cadence, the stamp
/// and where the solar wind was measured as global attributes. Values lie uncompressed one after the other;
/// the times, of which nearly all follow from the one before, are deflated. A file that is there is replaced
/// in place: the caller gives a temporary one. Throws RunError.
void write_netcdf(const Series& series, const ArchiveNotes& notes, const std::filesystem::path& path);

}  // namespace symh
