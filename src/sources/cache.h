#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "core/file_lock.h"
#include "sources/fetch.h"

namespace symh {

/// What the source said about a cached file at the last request; kept beside the file as `.NAME.json`.
struct CacheNote {
  std::string address;  ///< without a token
  std::string etag, last_modified;
  /// Time of the last request for everything from `checked_from` on; both are ISO 8601.
  std::string checked, checked_from;
  std::string sha256;  ///< of the file then; a file that changed since is fetched again
};

/// The note of a file; an empty one if the note does not exist or cannot be read.
CacheNote read_note(const std::filesystem::path& file);
void write_note(const std::filesystem::path& file, const CacheNote& note);

/// The request for `file`. It is conditional if the file is unchanged since `address` last gave it.
HttpRequest request_for(const std::filesystem::path& file, const std::string& source,
                        const std::string& address, const std::string& secret = "");

/// Saves the note of an answer for `file`. Set `asked_from` if the request was for everything from that time
/// on. Pass nullopt for a request for a part: the note then keeps the time of the last full request.
void remember(const std::filesystem::path& file, const HttpRequest& request, const HttpAnswer& answer,
              Time now, const std::optional<Time>& asked_from);

/// The samples of a cached file; none if the file does not exist. If the file is damaged, throws DataError
/// that advises to remove it.
Series read_cached(const std::filesystem::path& file);

/// The files in a source's folder that may hold data of `since` or later, by the dates in their names: a
/// centre needs the last weeks, not everything it ever fetched. None if the folder does not exist.
std::vector<std::filesystem::path> cached_since(const std::filesystem::path& folder, Time since);

/// The function that writes a series as text: write_iaga2002 or write_csv.
using SeriesWriter = std::string (*)(const Series&);

/// Merges `arrived` into `file`, sample by sample: the better status wins, and at equal status the newer
/// value. A missing value replaces nothing. Writes the file only if a sample changed.
FileReport store(const std::filesystem::path& file, Series arrived, SeriesWriter write);

/// Replaces the file by the bytes of a whole new one. Throws DataError if the new file ends earlier than the
/// old one, as the answer was then cut.
FileReport store_whole(const std::filesystem::path& file, const std::string& bytes, const Series& arrived);

/// Locks a source's folder for one process at a time. Throws RunError if another process holds it.
struct CacheLock : FileLock {
  explicit CacheLock(const std::filesystem::path& folder);
};

}  // namespace symh
