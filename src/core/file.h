#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace symh {

/// Writes the whole file or leaves the old one: temporary file in the same folder, fsync, rename.
/// Parent folders are created. Throws RunError. The temporary file is hidden (`.NAME.XXXXXX.tmp`), so that
/// nobody takes for data what a killed process left.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// Removes what killed processes left of write_file_atomically() in the folder and below. For one who knows
/// that no other process writes there now.
void remove_temporaries(const std::filesystem::path& folder);

/// Puts a finished temporary file of the same folder in the place of `path`: fsync, rename. Throws RunError.
void put_in_place(const std::filesystem::path& temporary, const std::filesystem::path& path);

/// Throws UsageError where `self` is root and the folder belongs to another user: what root leaves there,
/// that user could not write again. Says nothing of a folder that is not there.
void require_own(const std::filesystem::path& folder, uid_t self);

/// Reads a whole file; throws DataError when it is missing or unreadable.
std::string read_file(const std::filesystem::path& path);

/// SHA-256 of a file's content, as 64 lower-case hex digits; throws DataError when it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);
/// The same of a text.
std::string sha256_of(std::string_view text);

}  // namespace symh
