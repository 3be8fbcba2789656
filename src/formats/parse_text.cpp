#include "formats/parse_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/memory_budget.h"
#include "formats/column_meaning.h"
#include "formats/foreign.h"
#include "formats/text/csv_header.h"
#include "formats/text/csv_time_columns.h"
#include "formats/text/line_reader.h"

namespace symh {
namespace {

constexpr std::size_t sniffed_bytes = 8192;

/// The formats that a file may have, for errors; the last text format is CSV.
std::string known_formats() {
  std::string texts, binaries;
  const auto formats = all_formats();
  for (const auto& format : formats) {
    if (format.binary)
      binaries += fmt::format(", or {}", format.name);
    else
      texts += fmt::format("{}{}",
                           texts.empty()                ? ""
                           : &format == &formats.back() ? " or "
                                                        : ", ",
                           format.name);
  }
  return fmt::format("{} with a `time` column{}", texts, binaries);
}

/// True if --columns names the time of a CSV file that no usual name gives away: its header must have the
/// column.
bool has_named_time(std::string_view head, const ReadOptions& options) {
  LineReader lines(head);
  std::string_view line;
  while (lines.next(line) && (line.starts_with('#') || trim(line).empty())) {
  }
  const auto columns = csv_columns_of(line, sniff_delimiter(line));
  return std::ranges::any_of(options.column_channels, [&](const auto& pair) {
    return time_role_named(pair.second) != CsvRole::skip && columns.size() > 1 &&
           std::ranges::any_of(columns,
                               [&](const auto& column) { return names_column(pair.first, column.name); });
  });
}

[[noreturn]] void refuse_format(const TextInput& input, std::string_view found, std::string_view expected,
                                std::string_view remedy) {
  try {
    refuse(input, 1, 1, found, expected, remedy);
  } catch (const DataError& error) {
    throw UnknownFormat(error.what());
  }
}

const Format& sniff_format(const TextInput& input, const ReadOptions& options) {
  const auto head = input.text.substr(0, sniffed_bytes);
  if (input.text.empty())
    refuse_format(input, "an empty file", "index data", "fetch it again or leave it out");
  const bool binary = head.find('\0') != std::string_view::npos;
  for (const auto& format : all_formats())
    if ((format.binary || !binary) && format.sniff(head)) return format;
  const auto first = trim(head.substr(0, head.find('\n')));
  if (!binary && has_named_time(head, options)) return format_named("CSV");
  if (const auto foreign = foreign_format(input.path, head))
    refuse_format(input, foreign->what, "data that symh reads", foreign->remedy);
  if (binary)
    refuse_format(input, "binary data", "NetCDF, CDF, or text, plain or in an archive", "leave it out");
  const bool may_be_csv = first.find_first_of(",;\t") != std::string_view::npos;
  refuse_format(input, first, known_formats(),
                may_be_csv ? "name the column of the time with --columns NAME=time, or put names above the "
                             "columns if there are none; else leave it out"
                           : "convert it or leave it out");
}

/// Many centres stamp hourly means by the middle of the hour, 00:30; symh stamps hours by their beginning.
void stamp_hours_by_their_beginning(ParsedFile& parsed, const std::string& name) {
  constexpr Minutes hour{60}, half{30};
  auto& series = parsed.series;
  if (series.cadence != hour || series.empty() || series.stamp != Stamp::beginning ||
      series.first_time().time_since_epoch() % hour != half)
    return;
  for (auto& segment : series.segments) segment.start -= half;
  parsed.warnings.push_back(fmt::format(
      "{}: the stamps are the middle of each hour (hh:30); symh stamps each hour by its beginning", name));
}

/// Gives the channels of a format with fixed columns the channels that --columns names for them.
void rename_channels(ParsedFile& parsed, const ReadOptions& options, const std::string& name) {
  if (!parsed.columns.empty()) return;
  for (auto& channel : parsed.series.channels) {
    const auto given = std::ranges::find_if(
        options.column_channels, [&](const auto& pair) { return names_column(pair.first, channel.name); });
    if (given == options.column_channels.end() || given->second == channel.name) continue;
    if (parsed.series.find(given->second) != nullptr)
      throw DataError(fmt::format("{}: column {}={}: the file has {} already; leave that out of --columns",
                                  name, given->first, given->second, given->second));
    parsed.notes.push_back(fmt::format("{}: {} is {}", name, channel.name, given->second));
    channel.name = given->second;
  }
}

}  // namespace

ParsedFile parse_text(const std::string& name, std::string_view text, const ReadOptions& options,
                      bool skippable) {
  const TextInput input{text, name, skippable};
  const auto& format = sniff_format(input, options);
  ParsedFile parsed;
  name_over_budget(name, [&] { parsed = format.parse(input, options); });
  stamp_hours_by_their_beginning(parsed, name);
  rename_channels(parsed, options, name);
  parsed.source.path = name;
  parsed.source.format = format.name;
  return parsed;
}

}  // namespace symh
