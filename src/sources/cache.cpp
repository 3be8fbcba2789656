#include "sources/cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/file.h"
#include "core/json.h"
#include "formats/data_paths.h"
#include "formats/format.h"
#include "formats/parse_text.h"
#include "series/transforms.h"
#include "sources/http/note_file.h"
#include "sources/samples.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// A hidden file beside `file`: `load` does not take names with a leading dot for data.
fs::path beside(const fs::path& file, const std::string& ending) {
  return file.parent_path() / fmt::format(".{}{}", file.filename().string(), ending);
}

/// True for anything at this path, a link to nothing too.
bool is_there(const fs::path& file) {
  std::error_code error;
  return fs::symlink_status(file, error).type() != fs::file_type::not_found;
}

/// `20150317`; such texts sort by time.
std::string date_digits(Time time) {
  auto text = format_time(time).substr(0, 10);
  std::erase(text, '-');
  return text;
}

/// The last day, as date_digits(), that a file named like `ASY_2015-03` or `solar_wind_2015-03-17` can hold,
/// or a later one. A name without a date gives the greatest text: the file may hold any day.
std::string last_date(std::string name) {
  std::erase(name, '-');
  const auto word = name.substr(std::min(name.find_last_not_of("0123456789") + 1, name.size()));
  constexpr std::size_t month_digits = 6;
  return word.size() < month_digits ? "9" : word.size() == month_digits ? word + "99" : word;
}

}  // namespace

CacheNote read_note(const fs::path& file) {
  const NoteFile note(beside(file, ".json"));
  return {note.text("address"), note.text("etag"),         note.text("last_modified"),
          note.text("checked"), note.text("checked_from"), note.text("sha256")};
}

void write_note(const fs::path& file, const CacheNote& note) {
  const nlohmann::json json{{"address", note.address},
                            {"etag", note.etag},
                            {"last_modified", note.last_modified},
                            {"checked", note.checked},
                            {"checked_from", note.checked_from},
                            {"sha256", note.sha256}};
  const auto path = beside(file, ".json");
  std::error_code error;
  if (fs::is_directory(path, error)) fs::rename(path, beside(path, ".damaged"), error);
  write_file_atomically(path, json_text(json, 1));
}

std::string cached_hash(const fs::path& file) try {
  return fs::is_regular_file(file) ? sha256_of_file(file) : std::string();
} catch (const std::exception&) {
  return "";
}

HttpRequest request_for(const fs::path& file, const std::string& source, const Address& address) {
  HttpRequest request{.source = source, .address = address, .part = beside(file, ".part")};
  const auto note = read_note(file);
  if (note.address != address.shown() || note.sha256.empty() || cached_hash(file) != note.sha256)
    return request;
  request.etag = note.etag;
  request.last_modified = note.last_modified;
  return request;
}

void remember(const fs::path& file, const HttpRequest& request, const HttpAnswer& answer, Time now,
              const std::optional<Time>& asked_from) {
  auto hash = cached_hash(file);
  if (hash.empty()) return;
  auto note = read_note(file);
  note.address = request.address.shown();
  note.etag = answer.etag;
  note.last_modified = answer.last_modified;
  note.sha256 = std::move(hash);
  if (asked_from) {
    note.checked = format_time(now);
    note.checked_from = format_time(*asked_from);
  }
  write_note(file, note);
}

std::vector<fs::path> cached_since(const fs::path& folder, Time since) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const auto name = at->path().filename().string();
    std::error_code unknown;
    if (!name.starts_with('.') && !at->is_directory(unknown) &&
        last_date(at->path().stem().string()) >= date_digits(since))
      files.push_back(at->path());
  }
  std::ranges::sort(files);
  return files;
}

Series read_cached(const fs::path& file, std::vector<std::string>& warnings) {
  if (!is_there(file)) return {};
  try {
    const auto text = read_file(file);
    return parse_text(file.string(), text, {}, false).series;
  } catch (const DataError& error) {
    auto warning = fmt::format("the cached file is damaged, so symh asks for it anew: {}", error.what());
    if (std::ranges::find(warnings, warning) == warnings.end()) warnings.push_back(std::move(warning));
    return {};
  }
}

void replace_cached(const fs::path& file, const Series& before, std::string_view content) {
  std::error_code error;
  if (before.empty() && is_there(file)) fs::rename(file, beside(file, ".damaged"), error);
  write_file_atomically(file, content);
}

FileReport store(const fs::path& file, Series arrived, SeriesWriter write,
                 std::vector<std::string>& warnings) {
  const auto before = read_cached(file, warnings);
  FileReport report{.file = file};
  report.difference.kept_better = blank_worse(arrived, before);
  const auto after = laid_over(before, std::move(arrived));
  const auto kept_better = report.difference.kept_better;
  report.difference = difference(before, after);
  report.difference.kept_better = kept_better;
  report.rows = after.size();
  report.status = least_status(after);
  if (report.difference.none()) {
    report.change = before.empty() ? FileChange::absent : FileChange::unchanged;
    return report;
  }
  replace_cached(file, before, write(after));
  report.change = before.empty() ? FileChange::fetched : FileChange::updated;
  return report;
}

FileReport store_whole(const fs::path& file, const WholeFile& whole, std::vector<std::string>& warnings) {
  const auto& [bytes, arrived, span] = whole;
  const auto found = read_cached(file, warnings);
  // A stray record of another time must not make the cached file look as if it ended there.
  const auto before = found.empty() ? found : slice(found, span.from, span.to);
  if (!before.empty() && arrived.last_time() < before.last_time())
    throw DataError(
        fmt::format("the file ends at {}, the cached one at {}: it is cut; try again later, or remove {}",
                    format_time(arrived.last_time()), format_time(before.last_time()), file.string()));
  FileReport report{.file = file, .rows = arrived.size(), .status = least_status(arrived)};
  report.difference = difference(before, arrived);
  report.change = found.empty()              ? FileChange::fetched
                  : read_file(file) == bytes ? FileChange::unchanged
                                             : FileChange::updated;
  if (report.change != FileChange::unchanged) replace_cached(file, found, bytes);
  return report;
}

CacheLock::CacheLock(const fs::path& folder)
    : FileLock(
          folder / cache_mark,
          fmt::format("{}: the cache cannot be written; choose another with --cache", folder.string()),
          fmt::format("{}: another symh fetch is at work there; wait until it has ended", folder.string())) {}

}  // namespace symh
