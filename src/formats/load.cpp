#include "formats/load.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "core/error.h"
#include "core/parallel.h"
#include "formats/archive.h"
#include "formats/parse_text.h"
#include "series/transforms.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

bool is_data_file(const fs::path& path) {
  const auto name = path.filename().string();
  constexpr std::array<std::string_view, 6> others{".png", ".html", ".md", ".json", ".toml", ".safetensors"};
  return !name.starts_with(".") && !name.starts_with("README") &&
         std::ranges::find(others, path.extension().string()) == others.end();
}

void add_folder(const fs::path& folder, std::vector<fs::path>& files) {
  const auto before = files.size();
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && is_data_file(entry.path())) files.push_back(entry.path());
  if (files.size() == before) throw DataError(fmt::format("{}: the folder holds no files", folder.string()));
}

void add_glob(const std::string& pattern, std::vector<fs::path>& files) {
  glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &found);
  for (std::size_t i = 0; result == 0 && i < found.gl_pathc; ++i) {
    if (fs::is_directory(found.gl_pathv[i]))
      add_folder(found.gl_pathv[i], files);
    else
      files.emplace_back(found.gl_pathv[i]);
  }
  ::globfree(&found);
  if (result != 0)
    throw DataError(fmt::format("{}: no such file or folder, and no file fits it as a pattern", pattern));
}

void state_wind_position(Series& series, WindPosition said) {
  if (said == WindPosition::unknown || series.solar_wind_at == said) return;
  if (series.solar_wind_at != WindPosition::unknown)
    throw UsageError(
        fmt::format("these files hold solar wind at {}, but data.solar_wind_at or --solar-wind-at says "
                    "{}; leave it out or give other files",
                    wind_position_name(series.solar_wind_at), wind_position_name(said)));
  series.solar_wind_at = said;
}

}  // namespace

std::vector<fs::path> expand_paths(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const auto& path : paths) {
    if (fs::is_directory(path))
      add_folder(path, files);
    else if (fs::exists(path))
      files.emplace_back(path);
    else
      add_glob(path, files);
  }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

LoadedData load(const std::vector<std::string>& paths, const ReadOptions& options) {
  const auto files = expand_paths(paths);
  std::vector<std::vector<ParsedFile>> contents(files.size());
  std::atomic<std::size_t> done = 0;
  for_each_in_parallel(files.size(), [&](std::size_t i) {
    for_each_text(files[i], [&](const std::string& name, std::string_view text) {
      contents[i].push_back(parse_text(name, text, options));
    });
    const auto count = ++done;
    if (options.progress) options.progress(static_cast<double>(count) / static_cast<double>(files.size()));
  });
  LoadedData data;
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (auto& parsed : contents[i]) {
      // Of equal status the file that comes later in the alphabet wins: a copied or touched file changes
      // nothing.
      pieces.push_back({std::move(parsed.series), static_cast<std::int64_t>(i), parsed.source.path});
      data.files.push_back(std::move(parsed.source));
      std::ranges::move(parsed.warnings, std::back_inserter(data.warnings));
    }
  }
  data.series = merge(std::move(pieces), &data.warnings);
  state_wind_position(data.series, options.solar_wind_at);
  return data;
}

}  // namespace symh
