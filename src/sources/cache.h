#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/file_lock.h"
#include "sources/fetch.h"

namespace symh {

/// What the source said about a cached file at the last request; kept beside the file as `.NAME.json`.
struct CacheNote {
  std::string address;  ///< as it is shown: without secrets
  std::string etag, last_modified;
  /// Time of the last request for everything from `checked_from` on; both are ISO 8601.
  std::string checked, checked_from;
  std::string sha256;  ///< of the file then; a file that changed since is fetched again
};

/// The note of a file; an empty one if the note does not exist or cannot be read.
CacheNote read_note(const std::filesystem::path& file);
void write_note(const std::filesystem::path& file, const CacheNote& note);

/// The request for `file`. It is conditional if the file is unchanged since `address` last gave it.
HttpRequest request_for(const std::filesystem::path& file, const std::string& source, const Address& address);

/// SHA-256 of a file, as CacheNote keeps it; empty if it is no file or cannot be read.
std::string cached_hash(const std::filesystem::path& file);

/// Saves the note of an answer for `file`. Set `asked_from` if the request was for everything from that time
/// on. Pass nullopt for a request for a part: the note then keeps the time of the last full request.
void remember(const std::filesystem::path& file, const HttpRequest& request, const HttpAnswer& answer,
              Time now, const std::optional<Time>& asked_from);

/// The samples of a cached file; none if the file does not exist. If it cannot be read, gives none either and
/// adds a warning (once): the source is then asked anew, and the functions below keep the damaged file beside
/// the new one as `.NAME.damaged`.
Series read_cached(const std::filesystem::path& file, std::vector<std::string>& warnings);

/// Moves whatever is at `file` to `.NAME.damaged` if `before`, its samples, are none, and writes the file.
void replace_cached(const std::filesystem::path& file, const Series& before, std::string_view content);

/// The files in a source's folder that may hold data of `since` or later, by the dates in their names: a
/// centre needs the last weeks, not everything it ever fetched. Files that cannot hold data are among them,
/// so that load() names them. None if the folder does not exist or cannot be read.
std::vector<std::filesystem::path> cached_since(const std::filesystem::path& folder, Time since);

/// The function that writes a series as text: write_iaga2002 or write_csv.
using SeriesWriter = std::string (*)(const Series&);

/// Merges `arrived` into `file`, sample by sample: the better status wins, and at equal status the newer
/// value. A missing value replaces nothing. Writes the file only if a sample changed.
FileReport store(const std::filesystem::path& file, Series arrived, SeriesWriter write,
                 std::vector<std::string>& warnings);

/// A whole new file, and the part of its samples in `span`, the day or month that the file is of.
struct WholeFile {
  const std::string& bytes;
  const Series& arrived;
  TimeRange span;
};

/// Replaces the file by the bytes of a whole new one. Throws DataError if the new file ends earlier in its
/// span than the old one, as the answer was then cut.
FileReport store_whole(const std::filesystem::path& file, const WholeFile& whole,
                       std::vector<std::string>& warnings);

/// Locks a source's folder for one process at a time. Throws RunError if another process holds it.
struct CacheLock : FileLock {
  explicit CacheLock(const std::filesystem::path& folder);
};

}  // namespace symh
