#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/error.h"
#include "formats/format.h"
#include "formats/text/csv_line.h"
#include "formats/text/line_reader.h"
#include "formats/text/row_collector.h"
#include "formats/text/writers.h"
#include "series/channels.h"

namespace symh {
namespace {

constexpr std::string_view remedy = "mend the line";

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view unquote(std::string_view field) {
  field = trim(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
    field = field.substr(1, field.size() - 2);
  return trim(field);
}

/// Splits at `delimiter` outside quotes; the views point into `line`.
void split(std::string_view line, char delimiter, std::vector<std::string_view>& fields) {
  fields.clear();
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] != delimiter || quoted) continue;
    fields.push_back(line.substr(begin, i - begin));
    begin = i + 1;
  }
  fields.push_back(line.substr(begin));
}

bool is_time_name(std::string_view name) {
  const auto plain = lower(name);
  return plain == "time" || plain == "datetime" || plain == "timestamp";
}

char sniff_delimiter(std::string_view header) {
  const std::array<char, 3> candidates{',', ';', '\t'};
  return *std::ranges::max_element(candidates, {}, [&](char c) { return std::ranges::count(header, c); });
}

bool is_missing(std::string_view text) {
  return text.empty() || text == "NaN" || text == "nan" || text == "NA";
}

/// The position of the solar wind that write_csv() writes in a line before the header.
WindPosition position_of(std::string_view comment) {
  for (const auto position : {WindPosition::l1, WindPosition::bow_shock})
    if (trim(comment) == wind_position_line(position)) return position;
  return WindPosition::unknown;
}

class Reader {
 public:
  Reader(const TextInput& input, const ReadOptions& options)
      : input_(input),
        csv_channels_(options.csv_channels),
        careful_(options.careful),
        lines_(input.text),
        bad_lines_(input, options, result_.source) {}

  ParsedFile read() {
    read_header();
    RowCollector rows(input_, channels_);
    rows.reserve(input_.text.size() / 40);
    PlainCsvLines plain(delimiter_, width_, *time_column_);
    std::string_view line;
    std::vector<std::string_view> fields;
    while (lines_.next(line)) {
      if (trim(line).empty()) continue;
      split(line, delimiter_, fields);
      if (line == header_ || (!comment_.empty() && line == comment_)) continue;  // of joined files
      const auto time = take(line, fields, rows);
      if (!time || careful_) continue;
      plain.remember(fields[*time_column_], *time);
      take_plain(plain, rows);
    }
    if (assumed_utc_)
      result_.warnings.push_back(fmt::format("{}: stamps have no time zone; taken as UTC", input_.path));
    result_.source.rows = rows.rows();
    result_.series = rows.finish(Minutes{0}, result_.warnings);
    result_.series.solar_wind_at = position_;
    return std::move(result_);
  }

 private:
  void read_header() {
    lines_.next(header_);
    if (header_.starts_with('#')) {
      comment_ = header_;
      position_ = position_of(comment_);
      lines_.next(header_);
    }
    delimiter_ = sniff_delimiter(header_);
    std::vector<std::string_view> names;
    split(header_, delimiter_, names);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto name = std::string(unquote(names[i]));
      if (is_time_name(name) && !time_column_) {
        time_column_ = i;
        continue;
      }
      const auto mapped = csv_channels_.find(name);
      channels_.push_back(mapped == csv_channels_.end() ? lower(name) : mapped->second);
      if (channels_.back().empty() || std::ranges::count(channels_, channels_.back()) > 1)
        refuse(input_, 1, static_cast<std::size_t>(names[i].data() - header_.data()) + 1, name,
               "a channel name, each once", "mend the header");
    }
    if (!time_column_ || channels_.empty())
      refuse(input_, 1, 1, header_, "a column `time` and at least one channel", "mend the header");
    width_ = names.size();
    values_.resize(channels_.size());
    std::ranges::transform(channels_, std::back_inserter(bounds_), bounded_channel);
  }

  std::nullopt_t bad(std::size_t column, std::string_view found, std::string_view expected) {
    bad_lines_.add(lines_.number(), column, found, expected, remedy);
    return std::nullopt;
  }

  /// Reads plain lines until a line needs the careful reader.
  void take_plain(const PlainCsvLines& plain, RowCollector& rows) {
    Time time;
    while (const auto length = plain.read(lines_.rest(), time, values_.data())) {
      for (std::size_t c = 0; c < values_.size(); ++c)
        if (out_of_bounds(bounds_[c], values_[c])) return;  // take() refuses it with a message
      lines_.skip(length, 1);
      rows.add(time, values_.data(), lines_.number());
    }
  }

  /// Reads one line; returns its stamp, or nullopt for a bad line.
  std::optional<Time> take(std::string_view line, const std::vector<std::string_view>& fields,
                           RowCollector& rows) {
    if (fields.size() != width_)
      return bad(1, fmt::format("{} fields", fields.size()), fmt::format("{} as the header says", width_));
    const auto column = [&](std::string_view field) {
      return static_cast<std::size_t>(field.data() - line.data()) + 1;
    };
    const auto stamp = unquote(fields[*time_column_]);
    const auto time = parse_time(stamp);
    if (!time) return bad(column(fields[*time_column_]), stamp, "an ISO 8601 time of a whole minute");
    assumed_utc_ = assumed_utc_ || (stamp.back() != 'Z' && stamp.size() > 10 &&
                                    stamp.find_first_of("+-", 11) == std::string_view::npos);
    std::size_t channel = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i == *time_column_) continue;
      const auto text = unquote(fields[i]);
      const auto value = is_missing(text) ? std::optional(missing) : to_number(text);
      if (!value) return bad(column(fields[i]), text, "a number, or nothing for missing");
      if (out_of_bounds(bounds_[channel], *value))
        return bad(column(fields[i]), text, bounds_text(*bounds_[channel]) + ", or nothing for missing");
      values_[channel++] = *value;
    }
    rows.add(*time, values_.data(), lines_.number());
    return time;
  }

  const TextInput& input_;
  const std::map<std::string, std::string>& csv_channels_;
  bool careful_;
  LineReader lines_;
  ParsedFile result_;
  BadLines bad_lines_;
  std::string_view comment_;  ///< the line before the header; empty if there is none
  std::string_view header_;
  char delimiter_ = ',';
  std::optional<std::size_t> time_column_;
  std::vector<std::string> channels_;
  std::vector<const ChannelInfo*> bounds_;  ///< [channel]
  std::vector<float> values_;
  std::size_t width_ = 0;
  bool assumed_utc_ = false;
  WindPosition position_ = WindPosition::unknown;
};

bool sniff(std::string_view head) {
  LineReader lines(head);
  std::string_view header;
  lines.next(header);
  if (header.starts_with('#')) lines.next(header);
  std::vector<std::string_view> names;
  split(header, sniff_delimiter(header), names);
  return names.size() > 1 &&
         std::ranges::any_of(names, [](std::string_view name) { return is_time_name(unquote(name)); });
}

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

extern const Format csv_format{"CSV", sniff, parse};

}  // namespace symh
