#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace symh {

/// Writes the whole file, or keeps the old one: temporary file in the same folder, fsync, rename.
/// Creates parent folders. Throws RunError. The temporary file is hidden (`.NAME.XXXXXX.tmp`), so that
/// nobody reads the rest of a killed process as data.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// Removes the temporary files that killed processes left in the folder and below. Call it only while no
/// other process writes there.
void remove_temporaries(const std::filesystem::path& folder);

/// Replaces `path` by a finished temporary file of the same folder: fsync, rename. Throws RunError.
void put_in_place(const std::filesystem::path& temporary, const std::filesystem::path& path);

/// Throws UsageError if `self` is root and the folder belongs to another user, who could not overwrite the
/// files that root writes there. Accepts a folder that does not exist.
void require_own(const std::filesystem::path& folder, uid_t self);

/// Reads a whole file; throws DataError if it is missing or unreadable.
std::string read_file(const std::filesystem::path& path);

/// SHA-256 of a file's content, as 64 lower-case hex digits; throws DataError if it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);
/// SHA-256 of a text, as 64 lower-case hex digits.
std::string sha256_of(std::string_view text);

}  // namespace symh
