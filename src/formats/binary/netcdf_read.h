#pragma once
#include <filesystem>
#include <string_view>

#include "formats/binary/archive_notes.h"
#include "formats/format.h"

namespace symh {

/// True if the bytes begin like a NetCDF file, classic or NetCDF-4.
bool is_netcdf(std::string_view bytes);

/// Reads the bytes of an archive, from symh or another program. Its variables must lie on one dimension
/// `time` of rising whole minutes; a hole in the times ends a segment. Throws DataError `file: found …,
/// expected …; what to do`.
ParsedFile parse_netcdf(const TextInput& input, const ReadOptions& options);

/// Reads an archive of write_netcdf() from the disk without its `time`, as unpacking the times takes long.
/// The caller must get the segments from elsewhere. Throws DataError.
struct Archive {
  Series series;
  ArchiveNotes notes;
};
Archive read_archive(const std::filesystem::path& path);

}  // namespace symh
