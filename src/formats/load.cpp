#include "formats/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <unordered_map>

#include "core/error.h"
#include "core/memory_budget.h"
#include "core/parallel.h"
#include "core/text.h"
#include "formats/archive.h"
#include "formats/column_meaning.h"
#include "formats/data_paths.h"
#include "formats/parse_text.h"
#include "formats/text/csv_time_columns.h"
#include "physics/derived.h"
#include "physics/gsm.h"
#include "series/hourly_dst.h"
#include "series/transforms.h"

namespace symh {
namespace {

void state_wind_position(Series& series, WindPosition said) {
  if (said == WindPosition::unknown || series.solar_wind_at == said) return;
  if (series.solar_wind_at != WindPosition::unknown)
    throw UsageError(
        fmt::format("these files hold solar wind at {}, but data.solar_wind_at or --solar-wind-at says "
                    "{}; leave it out or give other files",
                    wind_position_name(series.solar_wind_at), wind_position_name(said)));
  series.solar_wind_at = said;
}

/// Checks that symh knows the channels that the user gave to columns.
void check_channels(const ReadOptions& options) {
  for (const auto& name : options.required_columns) {
    const auto& channel = options.column_channels.at(name);
    if (time_role_named(channel) != CsvRole::skip || find_channel(channel) != nullptr) continue;
    if (is_derived_channel(channel))
      throw UsageError(
          fmt::format("column {}={}: symh computes {} from other channels and reads it from no file", name,
                      channel, channel));
    throw UsageError(fmt::format("column {}={}: '{}' is no channel; the nearest is '{}'", name, channel,
                                 channel, nearest_channel(channel)));
  }
}

/// True for hourly Dst alone, which symh can join with finer data.
bool stands_beside_others(const Series& series) {
  return series.channels.size() == 1 && series.channels[0].name == dst_channel;
}

/// What one file holds.
struct FileContent {
  std::vector<ParsedFile> parsed;
  std::vector<std::string> unknown;      ///< one line for each content of no known format
  std::vector<std::string> passed_over;  ///< members of archives that hold no data
  MemoryClaim claim;                     ///< of the series, until they are one
};

std::uint64_t bytes_of_series(const Series& series) {
  return bytes_of(series.size(), sizeof(Status) + sizeof(float) * series.channels.size());
}

/// Checks that a file has each column which the user named.
void check_columns(const ReadOptions& options, const std::vector<FileContent>& contents) {
  std::vector<std::string> there;
  for (const auto& file : contents)
    for (const auto& parsed : file.parsed) {
      there.insert(there.end(), parsed.columns.begin(), parsed.columns.end());
      if (parsed.columns.empty())
        for (const auto& channel : parsed.series.channels) there.push_back(channel.name);
    }
  for (const auto& name : options.required_columns) {
    if (there.empty() ||
        std::ranges::any_of(there, [&](const auto& column) { return names_column(name, column); }))
      continue;
    throw UsageError(fmt::format("column {}={}: no file has a column '{}'; the nearest is '{}'", name,
                                 options.column_channels.at(name), name, nearest(name, there)));
  }
}

/// True for a file that may hold no data, as the user did not name it.
bool is_found(const DataPath& file) { return file.in_folder || file.in_cache; }

/// True for a file that is left out if it is damaged: it must not stop a forecast from the others.
bool may_be_damaged(const DataPath& file, bool tolerant) {
  return file.in_cache || (tolerant && file.in_folder);
}

FileContent read_content(const DataPath& file, const ReadOptions& options) {
  FileContent content;
  // A pipe in a cache would wait for a writer, and a link to nothing names no file.
  if (std::error_code unknown; file.in_cache && !std::filesystem::is_regular_file(file.path, unknown)) {
    content.unknown.push_back(fmt::format("{}: is no file that can be read; remove it", file.path.string()));
    return content;
  }
  const auto name_of_file =
      file.path == standard_input_path ? std::string("standard input") : file.path.string();
  const TakeText take = [&](const std::string& name, std::string_view text) {
    try {
      content.parsed.push_back(parse_text(name, text, options));
      name_over_budget(name, [&] { content.claim.grow(bytes_of_series(content.parsed.back().series)); });
    } catch (const UnknownFormat& error) {
      // A file that the user named, or all that is in it, must be data; what lies beside data need not be.
      if (!is_found(file) && name == name_of_file) throw;
      content.unknown.emplace_back(error.what());
    }
  };
  const PassOver pass_over = [&](const std::string& name) { content.passed_over.push_back(name); };
  try {
    if (file.path == standard_input_path)
      for_each_text_in(name_of_file, standard_input(), take, pass_over);
    else
      for_each_text(file.path, take, pass_over);
  } catch (const DataError& error) {
    if (!may_be_damaged(file, options.tolerant)) throw;
    content.unknown.emplace_back(error.what());
  } catch (const std::exception& error) {
    if (!file.in_cache) throw;
    content.unknown.push_back(fmt::format("{}: cannot be read: {}", name_of_file, error.what()));
  }
  return content;
}

/// The number of samples of each cadence.
using Cadences = std::map<Minutes, std::size_t>;

/// Leaves out files whose cadence is not the usual one: with --tolerant those of folders, by the samples of
/// all files; otherwise those of caches, by the samples of their own folder.
void leave_out_other_cadences(const std::vector<DataPath>& files, std::vector<FileContent>& contents,
                              bool tolerant) {
  const auto group_of = [&](const DataPath& file) {
    return tolerant ? std::filesystem::path() : file.path.parent_path();
  };
  std::map<std::filesystem::path, Cadences> samples;
  for (std::size_t i = 0; i < files.size(); ++i)
    for (const auto& parsed : contents[i].parsed)
      if (!stands_beside_others(parsed.series))
        samples[group_of(files[i])][parsed.series.cadence] += parsed.series.size();
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& cadences = samples[group_of(files[i])];
    if (!may_be_damaged(files[i], tolerant) || cadences.size() < 2) continue;
    const auto usual = std::ranges::max_element(cadences, {}, &Cadences::value_type::second)->first;
    std::erase_if(contents[i].parsed, [&](const ParsedFile& parsed) {
      if (stands_beside_others(parsed.series) || parsed.series.cadence == usual) return false;
      contents[i].unknown.push_back(
          fmt::format("{}: found samples every {}, expected {} as in most files; give "
                      "them apart",
                      parsed.source.path, format_duration(parsed.series.cadence), format_duration(usual)));
      return true;
    });
  }
}

/// Throws DataError if none of the files holds data, or an archive that the user named holds none.
void check_found(const std::vector<DataPath>& files, const std::vector<FileContent>& contents) {
  const auto nothing = [](const FileContent& content) { return content.parsed.empty(); };
  const bool none = std::ranges::all_of(contents, nothing);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& content = contents[i];
    if (!nothing(content) || (is_found(files[i]) && !none)) continue;
    const auto name = files[i].path.string();
    if (content.unknown.empty())
      throw DataError(
          fmt::format("{}: found only files that hold no data, such as README; give another", name));
    const auto more = content.unknown.size() - 1;
    throw DataError(
        "found no data; left out: " + content.unknown.front() +
        (more == 0 ? "" : fmt::format(" ({} more files of {} have no known format)", more, name)));
  }
}

/// Lines for the user about several files. A line that says the same of many files is given once, with the
/// first file and the number of the others.
class Lines {
 public:
  /// `line` may begin with the name of its file and a colon.
  void add(const std::string& file, std::string line) {
    const auto head = file + ": ";
    const bool of_file = line.starts_with(head);
    auto said = of_file ? line.substr(head.size()) : std::move(line);
    if (of_file) {
      const auto [known, is_new] = place_of_.try_emplace(said, lines_.size());
      if (!is_new) return void(++lines_[known->second].more);
    }
    lines_.push_back({of_file ? file : "", std::move(said)});
  }

  std::vector<std::string> text() const {
    std::vector<std::string> text;
    for (const auto& line : lines_) {
      const auto others =
          line.more == 0 ? "" : fmt::format(" and {} more file{}", line.more, line.more == 1 ? "" : "s");
      text.push_back(line.file.empty() ? line.said : fmt::format("{}{}: {}", line.file, others, line.said));
    }
    return text;
  }

 private:
  struct Line {
    std::string file, said;
    std::size_t more = 0;  ///< other files of which it says the same
  };
  std::vector<Line> lines_;
  std::unordered_map<std::string, std::size_t> place_of_;  ///< of each line in lines_, by its text
};

}  // namespace

LoadedData load(const std::vector<std::string>& paths, const ReadOptions& options) {
  check_channels(options);
  const auto files = data_paths(paths);
  std::vector<FileContent> contents(files.size());
  std::atomic<std::size_t> done = 0;
  for_each_in_parallel(files.size(), [&](std::size_t i) {
    contents[i] = read_content(files[i], options);
    const auto count = ++done;
    if (options.progress) options.progress(static_cast<double>(count) / static_cast<double>(files.size()));
  });
  leave_out_other_cadences(files, contents, options.tolerant);
  check_columns(options, contents);
  check_found(files, contents);
  LoadedData data;
  std::vector<Piece> pieces;
  Lines warnings, notes;
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (const auto& line : contents[i].unknown) warnings.add("", "left out: " + line);
    for (const auto& name : contents[i].passed_over)
      notes.add("", fmt::format("left out by its name: {}", name));
    for (auto& parsed : contents[i].parsed) {
      // Of equal status the file that comes later in the alphabet wins: a copied or touched file changes
      // nothing.
      pieces.push_back({std::move(parsed.series), static_cast<std::int64_t>(i), parsed.source.path});
      for (auto& line : parsed.warnings) warnings.add(parsed.source.path, std::move(line));
      for (auto& line : parsed.notes) notes.add(parsed.source.path, std::move(line));
      data.files.push_back(std::move(parsed.source));
    }
  }
  data.warnings = warnings.text();
  data.notes = notes.text();
  const auto several = files.size() > 1 ? fmt::format(" and {} more", files.size() - 1) : "";
  name_over_budget(files.front().path.string() + several,
                   [&] { data.series = merge(std::move(pieces), &data.warnings); });
  state_wind_position(data.series, options.solar_wind_at);
  if (const auto samples = complete_gsm(data.series); samples > 0)
    data.notes.push_back(fmt::format(
        "by_gsm and bz_gsm of {} sample{} {} turned from GSE by the tilt of the dipole (Hapgood 1992)",
        samples, samples == 1 ? "" : "s", samples == 1 ? "is" : "are"));
  return data;
}

}  // namespace symh
