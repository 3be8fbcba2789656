#include "formats/parsed_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/temporary_file.h"
#include "core/version.h"
#include "formats/binary/netcdf_read.h"
#include "formats/binary/netcdf_write.h"
#include "formats/companion.h"
#include "formats/data_paths.h"

namespace symh {
namespace {

namespace fs = std::filesystem;
// Raise this number when the readers give another series for the same files.
constexpr int cache_version = 3;
constexpr const char *key_note = "symh_cache_key", *record_note = "symh_cache_record";

struct Sources {
  std::string key;  ///< the files as they are now, and the way of reading them
  std::string
      place;  ///< the same without sizes and times: the archive of changed files takes the place of the old
  std::uintmax_t bytes = 0;
};

std::string text_of(const nlohmann::json& json) {
  return json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

/// The files, and the files that explain them: a changed one changes the series too.
std::vector<fs::path> with_companions(const std::vector<fs::path>& files) {
  auto all = files;
  for (const auto& file : files)
    if (auto companion = companion_file(file)) all.push_back(std::move(*companion));
  return all;
}

std::optional<Sources> sources_of(const std::vector<fs::path>& files, const ReadOptions& options) {
  Sources sources;
  nlohmann::json key{{"version", cache_version},
                     {"tolerant", options.tolerant},
                     {"careful", options.careful},
                     {"channels", options.column_channels},
                     {"required_columns", options.required_columns},
                     {"solar_wind_at", wind_position_name(options.solar_wind_at)}};
  for (const auto& file : with_companions(files)) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return std::nullopt;
    sources.bytes += static_cast<std::uintmax_t>(status.st_size);
    key["files"].push_back({file.string(), fs::absolute(file).string(), status.st_size, status.st_mtim.tv_sec,
                            status.st_mtim.tv_nsec});
  }
  sources.key = text_of(key);
  for (auto& file : key["files"]) file.erase(file.begin() + 2, file.end());
  sources.place = text_of(key);
  return sources;
}

nlohmann::json record_of(const LoadedData& data) {
  auto files = nlohmann::json::array(), segments = nlohmann::json::array();
  for (const auto& file : data.files)
    files.push_back({file.path, file.format, file.rows, file.skipped_lines, file.first_skipped,
                     static_cast<int>(file.status), file.skipped_fields});
  for (const auto& segment : data.series.segments)
    segments.push_back({segment.start.time_since_epoch().count(), segment.count});
  return {{"files", files}, {"segments", segments}, {"warnings", data.warnings}, {"notes", data.notes}};
}

Status status_of(const nlohmann::json& number) {
  return static_cast<Status>(whole_number(number, 0, static_cast<int>(Status::definitive)));
}

LoadedData restored(Archive archive) {
  constexpr std::int64_t most_minutes = 20'000'000'000;  // 38,000 years
  const auto record = parse_json(archive.notes.at(record_note), "its record", "read the files again");
  LoadedData data;
  data.series = std::move(archive.series);
  for (const auto& file : record.at("files"))
    data.files.push_back(
        {file.at(0), file.at(1), file.at(2), file.at(3), file.at(4), status_of(file.at(5)), file.at(6)});
  std::size_t rows = 0;
  for (const auto& segment : record.at("segments")) {
    const auto left = static_cast<std::int64_t>(data.series.size() - rows);
    const auto count = static_cast<std::size_t>(whole_number(segment.at(1), 1, left));
    const Time start{Minutes{whole_number(segment.at(0), -most_minutes, most_minutes)}};
    data.series.segments.push_back({start, rows, count});
    rows += count;
  }
  if (rows != data.series.size()) throw DataError("its segments do not fit its samples");
  data.warnings = record.at("warnings").get<std::vector<std::string>>();
  data.notes = record.at("notes").get<std::vector<std::string>>();
  return data;
}

std::optional<LoadedData> look_up(const fs::path& archive, const std::string& key) {
  if (!fs::exists(archive)) return std::nullopt;
  auto content = read_archive(archive);
  if (content.notes[key_note] != key) return std::nullopt;
  ::utimensat(AT_FDCWD, archive.c_str(), nullptr, 0);  // marks the archive as just used
  return restored(std::move(content));
}

}  // namespace

fs::path default_cache_folder() {
  const char* const cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return fs::path(cache) / "symh" / "parsed";
  const char* const home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? fs::path(home) / ".cache" / "symh" / "parsed" : fs::path();
}

LoadedData ParsedCache::load(const std::vector<std::string>& paths, const ReadOptions& options,
                             const std::function<void(const std::string&)>& say) {
  if (finishing_.joinable()) finishing_.join();
  const auto sources = folder_.empty() ? std::nullopt : sources_of(expand_paths(paths), options);
  if (!sources || sources->bytes < limits_.from_bytes) return symh::load(paths, options);
  const auto archive = folder_ / (sha256_of(sources->place) + ".nc");
  try {
    if (auto data = look_up(archive, sources->key)) {
      say(fmt::format("cache: took {}", archive.string()));
      return std::move(*data);
    }
  } catch (const std::exception& error) {
    say(fmt::format("cache: {} is not used: {}", archive.string(), error.what()));
  }
  auto data = symh::load(paths, options);
  try {
    store(data, archive, sources->key);
    say(fmt::format("cache: wrote {}", archive.string()));
  } catch (const std::exception& error) {
    say(fmt::format("cache: {} is not kept: {}", archive.string(), error.what()));
  }
  return data;
}

void ParsedCache::store(const LoadedData& data, const fs::path& archive, const std::string& key) {
  if (data.series.empty()) return;
  fs::create_directories(folder_);
  TemporaryFile temporary(archive);
  write_netcdf(data.series,
               {{"title", "series as symh read it from text; kept for its next command"},
                {"source", fmt::format("{} files, listed in {}", data.files.size(), record_note)},
                {key_note, key},
                {record_note, text_of(record_of(data))}},
               temporary);
  finishing_ = std::jthread([this, temporary = std::move(temporary), archive]() mutable {
    try {
      temporary.put_in_place();
      make_room(archive);
    } catch (const std::exception&) {
      // For example a full disk: the temporary file goes with its object, and the next command reads the
      // text.
    }
  });
}

void ParsedCache::make_room(const fs::path& newest) const {
  struct Kept {
    fs::path path;
    fs::file_time_type used;
    std::uintmax_t bytes;
  };
  std::vector<Kept> archives;
  std::uintmax_t bytes = 0;
  const auto abandoned = fs::file_time_type::clock::now() - std::chrono::hours{24};
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().extension() == ".tmp" && entry.last_write_time() < abandoned) fs::remove(entry.path());
    if (entry.path().extension() != ".nc") continue;
    archives.push_back({entry.path(), entry.last_write_time(), entry.file_size()});
    bytes += archives.back().bytes;
  }
  std::ranges::sort(archives, {}, &Kept::used);
  for (const auto& archive : archives) {
    if (bytes <= limits_.most_bytes) break;
    if (archive.path == newest) continue;
    fs::remove(archive.path);
    bytes -= archive.bytes;
  }
}

}  // namespace symh
