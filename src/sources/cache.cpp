#include "sources/cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/file.h"
#include "core/json.h"
#include "formats/format.h"
#include "formats/parse_text.h"
#include "sources/samples.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// A hidden file beside `file`: `load` does not take names with a leading dot for data.
fs::path beside(const fs::path& file, const std::string& ending) {
  return file.parent_path() / fmt::format(".{}{}", file.filename().string(), ending);
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
  const auto path = beside(file, ".json");
  if (!fs::exists(path)) return {};
  const auto json = nlohmann::json::parse(read_file(path), nullptr, false);
  const auto text = [&](const char* key) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  return {text("address"), text("etag"),         text("last_modified"),
          text("checked"), text("checked_from"), text("sha256")};
}

void write_note(const fs::path& file, const CacheNote& note) {
  const nlohmann::json json{{"address", note.address},
                            {"etag", note.etag},
                            {"last_modified", note.last_modified},
                            {"checked", note.checked},
                            {"checked_from", note.checked_from},
                            {"sha256", note.sha256}};
  write_file_atomically(beside(file, ".json"), json_text(json, 1));
}

HttpRequest request_for(const fs::path& file, const std::string& source, const std::string& address,
                        const std::string& secret) {
  HttpRequest request{.source = source, .address = address, .secret = secret, .part = beside(file, ".part")};
  const auto note = read_note(file);
  if (note.address != redact(address, secret) || !fs::exists(file) || sha256_of_file(file) != note.sha256)
    return request;
  request.etag = note.etag;
  request.last_modified = note.last_modified;
  return request;
}

void remember(const fs::path& file, const HttpRequest& request, const HttpAnswer& answer, Time now,
              const std::optional<Time>& asked_from) {
  if (!fs::exists(file)) return;
  auto note = read_note(file);
  note.address = redact(request.address, request.secret);
  note.etag = answer.etag;
  note.last_modified = answer.last_modified;
  note.sha256 = sha256_of_file(file);
  if (asked_from) {
    note.checked = format_time(now);
    note.checked_from = format_time(*asked_from);
  }
  write_note(file, note);
}

std::vector<fs::path> cached_since(const fs::path& folder, Time since) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (entry.is_regular_file() && !name.starts_with('.') &&
        last_date(entry.path().stem().string()) >= date_digits(since))
      files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

Series read_cached(const fs::path& file) try {
  if (!fs::exists(file)) return {};
  const auto text = read_file(file);
  return parse_text(file.string(), text, {}, false).series;
} catch (const DataError& error) {
  throw DataError(
      fmt::format("the cached file is damaged: {}; remove it, and it is fetched anew", error.what()));
}

FileReport store(const fs::path& file, Series arrived, SeriesWriter write) {
  const auto before = read_cached(file);
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
  write_file_atomically(file, write(after));
  report.change = before.empty() ? FileChange::fetched : FileChange::updated;
  return report;
}

FileReport store_whole(const fs::path& file, const std::string& bytes, const Series& arrived) {
  const auto before = read_cached(file);
  if (!before.empty() && arrived.last_time() < before.last_time())
    throw DataError(
        fmt::format("the file ends at {}, the cached one at {}: it is cut; try again later, or remove {}",
                    format_time(arrived.last_time()), format_time(before.last_time()), file.string()));
  FileReport report{.file = file, .rows = arrived.size(), .status = least_status(arrived)};
  report.difference = difference(before, arrived);
  report.change = before.empty()             ? FileChange::fetched
                  : read_file(file) == bytes ? FileChange::unchanged
                                             : FileChange::updated;
  if (report.change != FileChange::unchanged) write_file_atomically(file, bytes);
  return report;
}

CacheLock::CacheLock(const fs::path& folder)
    : FileLock(
          folder / ".lock",
          fmt::format("{}: the cache cannot be written; choose another with --cache", folder.string()),
          fmt::format("{}: another symh fetch is at work there; wait until it has ended", folder.string())) {}

}  // namespace symh
