// Hourly Dst of WDC Kyoto: its records of a day, and the table of a month on its web pages.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>

#include "core/error.h"
#include "formats/fill_counts.h"
#include "formats/format.h"
#include "formats/text/line_reader.h"
#include "formats/text/row_collector.h"
#include "series/channels.h"
#include "series/hourly_dst.h"

namespace symh {
namespace {

constexpr std::size_t hours = 24, value_width = 4;
constexpr long missing_from = 9999;
constexpr Minutes an_hour{60};

using DayOfDst = std::array<float, hours>;

/// Gathers days of hourly values. Kyoto's first value of a day is that of the first hour; it gets the stamp
/// 00:00, the beginning of its hour.
class DstDays {
 public:
  DstDays(const TextInput& input, const ReadOptions& options)
      : input_(input),
        bad_lines_(input, options, result_.source),
        rows_(input, {std::string(dst_channel)}, hours) {}

  void bad(std::size_t line, std::size_t column, std::string_view found, std::string_view expected) {
    bad_lines_.add(line, column, found, expected);
  }

  /// The value of four characters plus `base` nT; a bad field is missing.
  float value(std::string_view text, long base, std::size_t line, std::size_t column) {
    const auto number = to_integer(text);
    if (number && *number >= missing_from) return missing;
    const auto nanotesla = number ? static_cast<float>(base + *number) : missing;
    if (!number)
      bad_lines_.add_field(line, column, text, "a whole number in four columns");
    else if (const auto kind = classify(bounds_, nanotesla); kind == ValueKind::fill)
      fills_.add(0, nanotesla);
    else if (kind == ValueKind::impossible)
      bad_lines_.add_field(line, column, text, bounds_text(*bounds_) + ", or 9999 for missing");
    else
      return nanotesla;
    return missing;
  }

  void add(Time day, const DayOfDst& values, std::size_t line, Status status) {
    const std::array<const float*, 1> columns{values.data()};
    rows_.add_run(day, an_hour, columns, hours, line, status);
    auto& lowest = result_.source.status;
    lowest = rows_.rows() == hours ? status : std::min(lowest, status);
  }

  void warn(const std::string& text) { result_.warnings.push_back(text); }

  ParsedFile finish() {
    result_.source.rows = rows_.rows();
    std::ranges::move(fills_.lines(input_.path), std::back_inserter(result_.warnings));
    result_.series = rows_.finish(an_hour, result_.warnings);
    return std::move(result_);
  }

  const TextInput& input() const { return input_; }

 private:
  const TextInput& input_;
  ParsedFile result_;
  BadLines bad_lines_;
  RowCollector rows_;
  FillCounts fills_{{std::string(dst_channel)}};  ///< other than Kyoto's own 9999
  const ChannelInfo* bounds_ = bounded_channel(dst_channel);
};

std::optional<Time> day_of(long year, long month, long day) {
  return parse_time(fmt::format("{:04}-{:02}-{:02}", year, month, day));
}

// Records (wdc.kugi.kyoto-u.ac.jp/dstae/format/dstformat.html), 0-based columns.
constexpr std::size_t record_length = 120, version_at = 13, base_from = 16, hours_from = 20, mean_from = 116;

/// 0 is quick-look, 1 provisional, 2 and up final; the version may be blank.
Status status_of_version(char version) {
  if (version < '0' || version > '9') return Status::unknown;
  return version == '0' ? Status::quick_look : version == '1' ? Status::provisional : Status::definitive;
}

class Records {
 public:
  Records(const TextInput& input, const ReadOptions& options) : days_(input, options) {}

  ParsedFile read() {
    LineReader lines(days_.input().text);
    std::string_view line;
    while (lines.next(line))
      if (const auto content = trim(without_tags(line)); !content.empty()) take(content, lines.number());
    if (wrong_means_ > 0)
      days_.warn(fmt::format("{}: {} daily means do not fit their hours", days_.input().path, wrong_means_));
    return days_.finish();
  }

 private:
  void take(std::string_view record, std::size_t line) {
    if (!record.starts_with("DST"))
      return days_.bad(line, 1, record.substr(0, 12),
                       "a record of Kyoto's hourly Dst, which begins with DST");
    if (record.size() != record_length)
      return days_.bad(line, record.size() + 1, fmt::format("{} characters", record.size()),
                       "a record of 120");
    const auto century = trim(record.substr(14, 2));
    const auto hundreds = century.empty() ? std::optional<long>(19) : to_integer(century);
    const auto year = to_integer(record.substr(3, 2)), month = to_integer(record.substr(5, 2)),
               date = to_integer(record.substr(8, 2));
    const auto day =
        hundreds && year && month && date ? day_of(100 * *hundreds + *year, *month, *date) : std::nullopt;
    if (!day || record[7] != '*')
      return days_.bad(line, 4, record.substr(3, 13), "yymm*dd and the first two digits of the year");
    const auto base = to_integer(record.substr(base_from, value_width));
    if (!base)
      return days_.bad(line, base_from + 1, record.substr(base_from, value_width),
                       "the base value in hundreds of nT");
    take_hours(record, *day, *base, line);
  }

  void take_hours(std::string_view record, Time day, long base, std::size_t line) {
    DayOfDst values{};
    double sum = 0;
    for (std::size_t h = 0; h < hours; ++h) {
      const auto column = hours_from + h * value_width;
      values[h] = days_.value(record.substr(column, value_width), 100 * base, line, column + 1);
      sum += static_cast<double>(values[h]);  // NaN if an hour is missing
    }
    const auto mean = to_integer(record.substr(mean_from, value_width));
    const double off = mean && *mean < missing_from ? sum / hours - static_cast<double>(*mean) : 0;
    if (base == 0 && std::abs(off) > 1.01) ++wrong_means_;  // NaN > 1.01 is false
    days_.add(day, values, line, status_of_version(record[version_at]));
  }

  DstDays days_;
  std::size_t wrong_means_ = 0;
};

bool sniff_records(std::string_view head) {
  LineReader lines(head);
  std::string_view line;
  while (lines.next(line)) {
    const auto record = trim(without_tags(line));
    if (record.size() > base_from && record.starts_with("DST") && record[7] == '*' &&
        to_integer(record.substr(3, 4)))
      return true;
  }
  return false;
}

ParsedFile parse_records(const TextInput& input, const ReadOptions& options) {
  return Records(input, options).read();
}

// Pages such as wdc.kugi.kyoto-u.ac.jp/dst_realtime/presentmonth: a line for each day. Three groups of eight
// values of four characters follow the day, with a blank between the groups.
constexpr std::string_view page_title = "Hourly Equatorial Dst Values";
constexpr std::size_t table_from = 3, group = 8, table_width = table_from + hours * value_width + 2;

struct Month {
  long year = 0, month = 0;
};

/// Reads `MAY   2024`.
std::optional<Month> month_of(std::string_view line) {
  constexpr std::array<std::string_view, 12> names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                   "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
  const auto content = trim(line);
  const auto blank = content.find(' ');
  if (content.size() < 8 || blank == std::string_view::npos) return std::nullopt;
  std::string name(content.substr(0, 3));
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const auto found = std::ranges::find(names, name);
  const auto year = to_integer(content.substr(blank));
  if (found == names.end() || !year || *year < 1957 || *year > 2200) return std::nullopt;
  return Month{*year, found - names.begin() + 1};
}

Status status_of_page(std::string_view title) {
  if (title.find("REAL") != std::string_view::npos) return Status::quick_look;
  if (title.find("PROVISIONAL") != std::string_view::npos) return Status::provisional;
  return title.find("FINAL") != std::string_view::npos ? Status::definitive : Status::unknown;
}

class Page {
 public:
  Page(const TextInput& input, const ReadOptions& options) : days_(input, options) {}

  ParsedFile read() {
    LineReader lines(days_.input().text);
    std::string_view line;
    bool below_day = false;
    auto status = Status::unknown;
    while (lines.next(line)) {
      const auto content = without_tags(line);
      if (content.find(page_title) != std::string_view::npos) {
        status = status_of_page(content);
        below_day = false;
      } else if (const auto month = month_of(content)) {
        month_ = month;
      } else if (trim(content) == "DAY") {
        below_day = true;
      } else if (below_day && month_ && begins_with_day(content)) {
        take(content, lines.number(), status);
      }
    }
    return days_.finish();
  }

 private:
  static bool begins_with_day(std::string_view line) {
    const auto day = line.size() > table_from ? to_integer(line.substr(0, 2)) : std::nullopt;
    return day && *day >= 1 && *day <= 31;
  }

  void take(std::string_view line, std::size_t number, Status status) {
    const auto row = line.substr(0, line.find_last_not_of(' ') + 1);
    const auto day = day_of(month_->year, month_->month, *to_integer(row.substr(0, 2)));
    if (!day) return days_.bad(number, 1, row.substr(0, 2), "a day of the month above the table");
    if (row.size() != table_width)
      return days_.bad(number, row.size() + 1, fmt::format("{} characters", row.size()),
                       fmt::format("a day and 24 values in {}", table_width));
    DayOfDst values{};
    for (std::size_t h = 0; h < hours; ++h) {
      const auto column = table_from + h * value_width + h / group;
      values[h] = days_.value(row.substr(column, value_width), 0, number, column + 1);
    }
    days_.add(*day, values, number, status);
  }

  DstDays days_;
  std::optional<Month> month_;
};

bool sniff_page(std::string_view head) { return head.find(page_title) != std::string_view::npos; }

ParsedFile parse_page(const TextInput& input, const ReadOptions& options) {
  return Page(input, options).read();
}

}  // namespace

extern const Format dst_records_format{"WDC Dst", sniff_records, parse_records};
extern const Format dst_page_format{"Kyoto Dst page", sniff_page, parse_page};

}  // namespace symh
