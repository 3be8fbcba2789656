#include "sources/providers/station_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/file.h"
#include "formats/parse_text.h"
#include "formats/text/observatory_writer.h"
#include "series/transforms.h"
#include "sources/cache.h"
#include "sources/samples.h"
#include "stations/observatories.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr Minutes a_day{1440};

std::size_t count_values(const Series& series) {
  std::size_t count = 0;
  for (std::size_t row = 0; row < series.size(); ++row) count += holds_value(series, row) ? 1 : 0;
  return count;
}

}  // namespace

fs::path station_file(const fs::path& folder, const std::string& code, Time day) {
  return folder / fmt::format("{}_{}.dat", h_channel(code), format_time(day).substr(0, 10));
}

bool is_settled(const fs::path& file, const std::string& asked, Time day, Time now,
                const StationHabits& habits, std::vector<std::string>& warnings) {
  const auto cached = read_cached(file, warnings);
  if (cached.empty() && fs::exists(file)) return false;
  const bool complete = count_values(cached) == static_cast<std::size_t>(a_day.count());
  if (complete && least_status(cached) == Status::definitive) return true;
  const auto note = read_note(file);
  const auto checked = parse_time(note.checked);
  if (!checked || *checked > now || (!complete && note.address != asked)) return false;
  const Time end = day + a_day;
  if (*checked >= end + (complete ? std::min(a_day, habits.final_after) : habits.final_after)) return true;
  return now - *checked < std::max(habits.recheck, (now - end) / 24);
}

void note_asked(const fs::path& file, const std::string& asked, Time now) {
  write_note(file, {.address = asked,
                    .etag = {},
                    .last_modified = {},
                    .checked = format_time(now),
                    .checked_from = {},
                    .sha256 = cached_hash(file)});
}

FileReport keep_day(const fs::path& file, const StationDay& arrived, std::vector<std::string>& warnings) {
  const auto before = read_cached(file, warnings);
  const auto status = least_status(arrived.series), status_before = least_status(before);
  const auto values = count_values(arrived.series), values_before = count_values(before);
  const bool worse = status < status_before && status_before >= Status::provisional;
  if (worse || (values < values_before && status <= status_before)) {
    FileReport report{
        .file = file, .change = FileChange::unchanged, .rows = values_before, .status = status_before};
    report.difference.kept_better = values;
    return report;
  }
  FileReport report{.file = file, .rows = values, .status = status};
  report.difference = difference(before, arrived.series);
  const auto text = write_observatory(arrived.series, arrived.header);
  report.change = before.empty()            ? FileChange::fetched
                  : read_file(file) == text ? FileChange::unchanged
                                            : FileChange::updated;
  if (report.change != FileChange::unchanged) replace_cached(file, before, text);
  return report;
}

void import_station_text(const std::string& name, std::string_view text, const fs::path& folder,
                         FetchReport& report) {
  auto parsed = parse_text(name, text, {}, false);
  const auto& series = parsed.series;
  const std::string prefix = h_channel("");
  const bool of_observatory = series.channels.size() == 1 && series.channels.front().name.starts_with(prefix);
  if (!of_observatory || series.cadence != Minutes{1})
    throw DataError(fmt::format(
        "{}: found {} data of cadence {}, expected 1-minute H of an observatory (IAGA-2002 of INTERMAGNET)",
        name, parsed.source.format, format_duration(series.cadence)));
  std::ranges::move(parsed.warnings, std::back_inserter(report.warnings));
  const auto code = series.channels.front().name.substr(prefix.size());
  const auto files = report.files.size();
  for (Time day = std::chrono::floor<std::chrono::days>(series.first_time()); day <= series.last_time();
       day += a_day) {
    auto rows = slice(series, day, day + a_day);
    if (count_values(rows) > 0)
      report.files.push_back(
          store(station_file(folder, code, day), std::move(rows), write_observatory, report.warnings));
  }
  if (report.files.size() == files)
    report.warnings.push_back(fmt::format("{}: holds no values; nothing was imported from it", name));
}

}  // namespace symh
