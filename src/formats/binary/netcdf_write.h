#pragma once
#include <filesystem>

#include "core/temporary_file.h"
#include "formats/binary/archive_notes.h"
#include "series/series.h"

namespace symh {

/// Writes a NetCDF-4 archive by the CF-1.8 conventions: dimension `time`; `time` in minutes since 1970; one
/// float variable for each channel, with its units, NaN = missing; `status` with its flags. Global attributes
/// give the cadence, the stamp and where the solar wind was measured. Values are contiguous and uncompressed;
/// times are deflated, as nearly each follows from the one before. Overwrites an existing file in place, so
/// pass a temporary one. Throws RunError.
void write_netcdf(const Series& series, const ArchiveNotes& notes, const std::filesystem::path& path);
/// The same into a temporary file; errors name its target.
void write_netcdf(const Series& series, const ArchiveNotes& notes, const TemporaryFile& file);

}  // namespace symh
