#pragma once
#include <filesystem>
#include <string_view>

#include "formats/binary/archive_notes.h"
#include "formats/format.h"

namespace symh {

/// True where the bytes begin like a NetCDF file, classic or NetCDF-4.
bool is_netcdf(std::string_view bytes);

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
