// SWPC's texts: the lists of ACE in real time (services.swpc.noaa.gov/text/ace-magnetometer.txt,
// sohoftp.nascom.nasa.gov/sdb/goes/ace), and the files of its archive, tables divided by tabs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/error.h"
#include "formats/fill_counts.h"
#include "formats/format.h"
#include "formats/minute_means.h"
#include "formats/text/line_reader.h"
#include "formats/text/row_collector.h"
#include "formats/text/swpc_records.h"
#include "formats/text/words.h"
#include "series/channels.h"

namespace symh {
namespace {

constexpr std::string_view remedy = "fetch the file again";

/// The column of a word of the line, from 1; of an empty word 1.
std::size_t column_of(std::string_view line, std::string_view word) {
  return word.empty() ? 1 : static_cast<std::size_t>(word.data() - line.data()) + 1;
}

// A line of a list: year, month, day, hhmm, modified Julian day, second of the day, status, values.
constexpr std::size_t status_at = 6, values_from = 7;

/// One list of ACE: how its header names it, its number of columns, and its first values in order.
struct AceList {
  std::string_view named;
  std::size_t columns;
  std::vector<std::string> channels;
};

const std::array<AceList, 2>& ace_lists() {
  static const std::array<AceList, 2> lists{{
      {"Magnetometer", 13, {"bx_gsm", "by_gsm", "bz_gsm", "b_total"}},
      {"Solar Wind Electron Proton", 10, {"density", "speed", "temperature"}},
  }};
  return lists;
}

const AceList* find_list(std::string_view header) {
  for (const auto& list : ace_lists())
    if (header.find(list.named) != std::string_view::npos) return &list;
  return nullptr;
}

/// The comment lines before the first line of data.
std::string_view header_of(std::string_view text) {
  LineReader lines(text);
  std::string_view line;
  while (lines.next(line))
    if (!line.empty() && line.front() >= '0' && line.front() <= '9')
      return text.substr(0, static_cast<std::size_t>(line.data() - text.data()));
  return text;
}

class AceReader {
 public:
  AceReader(const TextInput& input, const ReadOptions& options, const AceList& list)
      : input_(input),
        list_(list),
        bad_lines_(input, options, result_.source),
        rows_(input, list.channels),
        fills_(list.channels) {
    for (const auto& channel : list.channels) bounds_.push_back(bounded_channel(channel));
  }

  ParsedFile read() {
    LineReader lines(input_.text);
    std::string_view line;
    while (lines.next(line))
      if (const auto content = trim(line);
          !content.empty() && content.front() != '#' && content.front() != ':')
        take(content, lines.number());
    if (bad_records_ > 0)
      result_.warnings.push_back(fmt::format("{}: {} record{} marked bad (status 1 to 8) and left out",
                                             input_.path, bad_records_, bad_records_ == 1 ? " is" : "s are"));
    std::ranges::move(fills_.lines(input_.path), std::back_inserter(result_.warnings));
    result_.source.rows = rows_.rows();
    result_.series = rows_.finish(Minutes{0}, result_.warnings);
    result_.series.solar_wind_at = WindPosition::l1;
    return std::move(result_);
  }

 private:
  void bad(std::size_t line, std::size_t column, std::string_view found, std::string_view expected) {
    bad_lines_.add(line, column, found, expected);
  }

  void take(std::string_view line, std::size_t number) {
    const auto words = words_of(line);
    if (words.size() != list_.columns)
      return bad(number, 1, fmt::format("{} columns", words.size()), fmt::format("{}", list_.columns));
    const auto time = time_of(words);
    if (!time) return bad(number, 1, line.substr(0, 16), "year, month, day and hhmm");
    const auto status = to_integer(words[status_at]);
    if (!status || *status < 0 || *status > 9)
      return bad(number, column_of(line, words[status_at]), words[status_at], "a status from 0 to 9");
    std::vector<float> values(list_.channels.size(), missing);
    bad_records_ += *status > 0 && *status < 9 ? 1 : 0;
    for (std::size_t i = 0; *status == 0 && i < values.size(); ++i) {
      const auto word = words[values_from + i];
      const auto value = to_number(word);
      if (!value)
        bad_lines_.add_field(number, column_of(line, word), word, "a number");
      else if (is_fill(list_.channels[i], *value))
        continue;
      else if (const auto kind = classify(bounds_[i], *value); kind == ValueKind::fill)
        fills_.add(i, *value);
      else if (kind == ValueKind::impossible)
        bad_lines_.add_field(number, column_of(line, word), word, bounds_text(*bounds_[i]));
      else
        values[i] = *value;
    }
    rows_.add(*time, values.data(), number);
  }

  /// -999.9 for the field; -9999.9 and -1.00e+05 for the plasma.
  static bool is_fill(std::string_view channel, float value) {
    const bool field = channel.starts_with('b');
    return value <= (field ? -999.F : swpc_fill_from);
  }

  static std::optional<Time> time_of(const std::vector<std::string_view>& words) {
    const auto year = to_integer(words[0]), month = to_integer(words[1]), day = to_integer(words[2]),
               clock = to_integer(words[3]);
    if (!year || !month || !day || !clock || words[3].size() != 4 || *clock < 0 || *clock % 100 > 59 ||
        *clock / 100 > 23)
      return std::nullopt;
    const auto date = parse_time(fmt::format("{:04}-{:02}-{:02}", *year, *month, *day));
    if (!date) return std::nullopt;
    return *date + Minutes{*clock / 100 * 60 + *clock % 100};
  }

  const TextInput& input_;
  const AceList& list_;
  ParsedFile result_;
  BadLines bad_lines_;
  RowCollector rows_;
  FillCounts fills_;  ///< fills other than those of the list
  std::vector<const ChannelInfo*> bounds_;
  std::size_t bad_records_ = 0;
};

bool sniff_ace(std::string_view head) {
  return head.starts_with(":Data_list:") && find_list(header_of(head)) != nullptr;
}

ParsedFile parse_ace(const TextInput& input, const ReadOptions& options) {
  const auto header = header_of(input.text);
  const auto* const found = find_list(header);
  if (found == nullptr)
    refuse(input, 1, 1, trim(header.substr(0, header.find('\n'))), "a list of ACE's field or plasma", remedy);
  const auto& list = *found;
  if (list.channels.front() == "bx_gsm" && header.find("GSM") == std::string_view::npos)
    refuse(input, 1, 1, "no word of GSM in the header", "'Magnetometer values are in GSM coordinates'",
           "symh does not take other coordinates for GSM: leave the file out");
  return AceReader(input, options, list).read();
}

/// Reads a table of SWPC's archive: time_tag, active, source and the names of the feeds, NULL for missing.
class ArchiveReader {
 public:
  ArchiveReader(const TextInput& input, const ReadOptions& options)
      : input_(input), lines_(input.text), bad_lines_(input, options, result_.source) {}

  ParsedFile read() {
    std::string_view line;
    lines_.next(line);
    read_header(line);
    SwpcRecords records(*kind_);
    while (lines_.next(line))
      if (!trim(line).empty()) take(line, records);
    auto reading = records.finish(input_.path);
    result_.series = std::move(reading.series);
    result_.warnings = std::move(reading.warnings);
    result_.source.rows = result_.series.size();
    return std::move(result_);
  }

 private:
  static std::vector<std::string_view> split(std::string_view line) {
    std::vector<std::string_view> fields;
    std::size_t begin = 0;
    for (std::size_t end = 0; end != std::string_view::npos; begin = end + 1) {
      end = line.find('\t', begin);
      fields.push_back(trim(line.substr(begin, end == std::string_view::npos ? end : end - begin)));
    }
    return fields;
  }

  std::optional<std::size_t> find(std::string_view name) const {
    const auto found = std::ranges::find(names_, name);
    return found == names_.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - names_.begin()));
  }

  void read_header(std::string_view line) {
    for (const auto name : split(line)) names_.emplace_back(name);
    kind_ = swpc_kind_of([&](const char* key) { return find(key).has_value(); });
    const auto need = [&](const char* name) {
      const auto column = find(name);
      if (!column) refuse(input_, 1, 1, trim(line), fmt::format("a column '{}'", name), "leave the file out");
      return *column;
    };
    if (kind_ == nullptr || !kind_->of_spacecraft) need("bz_gsm' or 'proton_speed");
    time_at_ = need("time_tag");
    active_at_ = need("active");
    source_at_ = find("source");
    quality_at_ = find("overall_quality");
    for (const auto& column : kind_->columns) values_at_.push_back(need(column.key));
  }

  void bad(std::string_view line, std::string_view field, std::string_view expected) {
    bad_lines_.add(lines_.number(), column_of(line, field), field, expected, remedy);
  }

  void take(std::string_view line, SwpcRecords& records) {
    const auto fields = split(line);
    if (fields.size() != names_.size())
      return bad_lines_.add(lines_.number(), 1, fmt::format("{} fields", fields.size()),
                            fmt::format("{} as the header says", names_.size()), remedy);
    const auto time = minute_of_stamp(fields[time_at_]);
    if (!time) return bad(line, fields[time_at_], "an ISO 8601 time");
    const auto active = fields[active_at_];
    constexpr std::array<std::string_view, 4> no{"0", "f", "false", "False"}, yes{"1", "t", "true", "True"};
    const bool inactive = std::ranges::find(no, active) != no.end();
    if (!inactive && std::ranges::find(yes, active) == yes.end()) return bad(line, active, "0 or 1");
    SwpcRecord record{.time = *time,
                      .stamp = std::string(fields[time_at_]),
                      .spacecraft = source_at_ ? std::string(fields[*source_at_]) : ""};
    for (const auto at : values_at_) {
      const auto value = number(fields[at]);
      if (!value)
        bad_lines_.add_field(lines_.number(), column_of(line, fields[at]), fields[at], "a number or NULL",
                             remedy);
      record.values.push_back(value.value_or(missing));
    }
    if (inactive) return;
    if (quality_at_ && number(fields[*quality_at_]).value_or(0) > 0) return records.add_bad(*time);
    records.add(std::move(record));
  }

  static std::optional<float> number(std::string_view field) {
    if (field.empty() || field == "NULL" || field == "null" || field == "\\N") return missing;
    const auto value = to_number(field);
    return value && *value <= swpc_fill_from ? std::optional(missing) : value;
  }

  const TextInput& input_;
  LineReader lines_;
  ParsedFile result_;
  BadLines bad_lines_;
  std::vector<std::string> names_;
  const SwpcKind* kind_ = nullptr;
  std::size_t time_at_ = 0, active_at_ = 0;
  std::optional<std::size_t> source_at_, quality_at_;
  std::vector<std::size_t> values_at_;
};

bool sniff_archive(std::string_view head) {
  const auto header = head.substr(0, head.find('\n'));
  return header.find("time_tag") != std::string_view::npos &&
         header.find("\tactive") != std::string_view::npos;
}

ParsedFile parse_archive(const TextInput& input, const ReadOptions& options) {
  return ArchiveReader(input, options).read();
}

}  // namespace

extern const Format ace_list_format{"ACE list", sniff_ace, parse_ace};
extern const Format swpc_archive_format{"SWPC archive", sniff_archive, parse_archive};

}  // namespace symh
