#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "core/file_lock.h"
#include "sources/fetch.h"

namespace symh {

/// What the source said of a cached file when it was last asked: kept beside it as `.NAME.json`.
struct CacheNote {
  std::string address;  ///< without a token
  std::string etag, last_modified;
  /// When the source was last asked for all it has from `checked_from` on, both ISO 8601.
  std::string checked, checked_from;
  std::string sha256;  ///< of the file then; what was changed by another hand is fetched anew
};

/// An empty note where there is none, or one that cannot be read.
CacheNote read_note(const std::filesystem::path& file);
void write_note(const std::filesystem::path& file, const CacheNote& note);

/// The request for `file`: conditional where it is as it was when `address` last gave it.
HttpRequest request_for(const std::filesystem::path& file, const std::string& source,
                        const std::string& address, const std::string& secret = "");

/// Remembers an answer for `file`. `asked_from`: the request was for all that the source has from there on;
/// nullopt: for a part of it, so that when the rest was asked for last stays as it is.
void remember(const std::filesystem::path& file, const HttpRequest& request, const HttpAnswer& answer,
              Time now, const std::optional<Time>& asked_from);

/// The samples of a cached file, none where there is no file. Throws DataError that says to remove it where
/// it is damaged.
Series read_cached(const std::filesystem::path& file);

/// The files of a source's folder that, by the dates in their names, hold anything of `since` or later: a
/// centre needs the last weeks, not all that it ever fetched. None where there is no folder.
std::vector<std::filesystem::path> cached_since(const std::filesystem::path& folder, Time since);

/// How a series is written: write_iaga2002 or write_csv.
using SeriesWriter = std::string (*)(const Series&);

/// Lays `arrived` over what `file` holds, sample by sample: better status wins, at equal status the newer
/// value; a missing value replaces nothing. Writes only what differs.
FileReport store(const std::filesystem::path& file, Series arrived, SeriesWriter write);

/// Puts the bytes of a whole file, as they came, in the place of the old ones. Throws DataError where it ends
/// before the old one did: a cut answer.
FileReport store_whole(const std::filesystem::path& file, const std::string& bytes, const Series& arrived);

/// Holds a source's folder for one process at a time. Throws RunError where another one has it.
struct CacheLock : FileLock {
  explicit CacheLock(const std::filesystem::path& folder);
};

}  // namespace symh
