#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "formats/format.h"

namespace symh {

/// What stands in an archive beside the series, each a global attribute.
using ArchiveNotes = std::map<std::string, std::string>;

/// True where the bytes begin like a NetCDF file, classic or NetCDF-4.
bool is_netcdf(std::string_view bytes);

/// Writes a NetCDF-4 archive by the CF-1.8 conventions: dimension `time`; `time` in minutes since 1970; one
/// float variable a channel, NaN = missing, with its units; `status` with its flags; the cadence, the stamp
/// and where the solar wind was measured as global attributes. Values lie uncompressed one after the other;
/// the times, of which nearly all follow from the one before, are deflated. A file that is there is replaced
/// in place: the caller gives a temporary one. Throws RunError.
void write_netcdf(const Series& series, const ArchiveNotes& notes, const std::filesystem::path& path);

/// Reads the bytes of an archive: of symh or another program, as long as its variables lie on one dimension
/// `time` of rising whole minutes. Segments come from the holes between the times. Throws DataError
/// `file: found …, expected …; what to do`.
ParsedFile parse_netcdf(const TextInput& input, const ReadOptions& options);

/// An archive of write_netcdf() as it is on the disk, less what its `time` says: the segments must come from
/// elsewhere, for that saves the time it takes to unpack them. Throws DataError.
struct Archive {
  Series series;
  ArchiveNotes notes;
};
Archive read_archive(const std::filesystem::path& path);

}  // namespace symh
