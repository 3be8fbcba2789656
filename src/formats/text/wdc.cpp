#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

#include "core/error.h"
#include "formats/fill_counts.h"
#include "formats/format.h"
#include "formats/text/fixed_columns.h"
#include "formats/text/line_reader.h"
#include "formats/text/row_collector.h"
#include "series/channels.h"
#include "series/transforms.h"

namespace symh {
namespace {

// Kyoto's hourly records (wdc.kugi.kyoto-u.ac.jp/aeasy/format/asyformat.html), 0-based columns.
constexpr std::size_t record_length = 400, minutes_from = 34, value_width = 6, mean_from = 394,
                      values_per_record = 60;
constexpr int missing_from = 9999;
const std::vector<std::string> channel_names{"asy_d", "asy_h", "sym_d", "sym_h"};

/// Fortran's I2 writes 5 as " 5", others as "05".
std::optional<int> two_digits(std::string_view text) {
  return digits(text.front() == ' ' ? text.substr(1) : text);
}

/// The lowest and the highest whole number that is surely observed; others need classify().
std::pair<int, int> plain_limits(const ChannelInfo& channel) {
  const float low = channel.usual_low(), high = channel.usual_high();
  return {static_cast<int>(low) + (low == channel.low ? 0 : 1),
          static_cast<int>(high) - (high == channel.high ? 0 : 1)};
}

class Reader {
 public:
  Reader(const TextInput& input, const ReadOptions& options)
      : input_(input), careful_(options.careful), bad_lines_(input, options, result_.source) {
    // A record holds an hour of one index, so each index has its own collector.
    for (const auto& name : channel_names) {
      bounds_.push_back(bounded_channel(name));
      rows_.emplace_back(input, std::vector{name}, values_per_record);
      rows_.back().reserve(input.text.size() / value_width / channel_names.size());
    }
  }

  ParsedFile read() {
    LineReader lines(input_.text);
    std::string_view line;
    while (lines.next(line))
      if (const auto content = trim(without_tags(line)); !content.empty()) take(content, lines.number());
    if (wrong_means_ > 0)
      result_.warnings.push_back(
          fmt::format("{}: {} hourly means do not fit their minutes", input_.path, wrong_means_));
    std::ranges::move(fills_.lines(input_.path), std::back_inserter(result_.warnings));
    std::vector<Piece> pieces;
    for (auto& rows : rows_)
      if (rows.rows() > 0) pieces.push_back({rows.finish(Minutes{1}, result_.warnings), 0, input_.path});
    if (pieces.empty()) rows_.front().finish(Minutes{1}, result_.warnings);  // throws: no data
    result_.series = merge(std::move(pieces));
    for (const auto& name : channel_names) result_.series.add(name);
    result_.source.rows = result_.series.size();
    return std::move(result_);
  }

 private:
  bool bad(std::size_t line, std::size_t column, std::string_view found, std::string_view expected) {
    bad_lines_.add(line, column, found, expected);
    return false;
  }

  void take(std::string_view record, std::size_t line) {
    if (!record.starts_with("ASYSYM"))
      return void(bad(line, 1, record.substr(0, 12), "a record that begins with ASYSYM"));
    if (record.size() != record_length)
      return void(
          bad(line, record.size() + 1, fmt::format("{} characters", record.size()), "a record of 400"));
    std::size_t channel = 0;
    if (!channel_of(record, line, channel)) return;
    const auto day = day_of(record);
    const auto hour = two_digits(record.substr(19, 2));
    if (!day || !hour || *hour > 23)
      return void(bad(line, 13, record.substr(12, 9), "yymmdd, component and an hour 00-23"));
    take_minutes(record, *day + Minutes{60 * *hour}, channel, line);
  }

  /// A date repeats in 96 successive records, so this remembers the last one.
  std::optional<Time> day_of(std::string_view record) {
    const auto date = record.substr(12, 6);
    if (date != last_date_) {
      last_day_ = read_day(record);
      last_date_ = date;
    }
    return last_day_;
  }

  static std::optional<Time> read_day(std::string_view record) {
    const auto year = two_digits(record.substr(12, 2)), month = two_digits(record.substr(14, 2)),
               day = two_digits(record.substr(16, 2));
    if (!year || !month || !day) return std::nullopt;
    return parse_time(fmt::format("{}{:02}-{:02}-{:02}", *year >= 81 ? 19 : 20, *year, *month, *day));
  }

  bool channel_of(std::string_view record, std::size_t line, std::size_t& channel) {
    const auto index = record.substr(21, 3);
    if (record[18] != 'D' && record[18] != 'H')
      return bad(line, 19, record.substr(18, 1), "the component D or H");
    if (index != "ASY" && index != "SYM") return bad(line, 22, index, "ASY or SYM");
    channel = (index == "SYM" ? 2U : 0U) + (record[18] == 'H' ? 1U : 0U);
    return true;
  }

  /// The minutes of an hour; `sum` and `present` are the sum and the number of its present values.
  struct Hour {
    std::array<float, values_per_record> values{};
    double sum = 0;
    int present = 0;
  };

  void take_minutes(std::string_view record, Time time, std::size_t channel, std::size_t line) {
    Hour hour;
    const bool plain = !careful_ && read_plain(record, channel, hour);
    if (!plain) read_each(record, channel, line, hour);
    const auto mean = to_integer(record.substr(mean_from, value_width));
    if (mean && std::abs(*mean) < missing_from && hour.present == 60 &&
        std::abs(hour.sum / 60 - static_cast<double>(*mean)) > 1.01)
      ++wrong_means_;
    const std::array<const float*, 1> columns{hour.values.data()};
    rows_[channel].add_run(time, Minutes{1}, columns, hour.values.size(), line);
  }

  void read_each(std::string_view record, std::size_t channel, std::size_t line, Hour& hour) {
    for (std::size_t i = 0; i < hour.values.size(); ++i) {
      const std::size_t column = minutes_from + i * value_width;
      const auto text = record.substr(column, value_width);
      const auto value = to_integer(text);
      hour.values[i] = missing;
      if (!value) {
        bad_lines_.add_field(line, column + 1, text, "a whole number in six columns");
        continue;
      }
      const auto nanotesla = static_cast<float>(*value);
      if (std::abs(*value) >= missing_from) continue;
      const auto kind = classify(bounds_[channel], nanotesla);
      if (kind == ValueKind::fill) {
        fills_.add(channel, nanotesla);
        continue;
      }
      if (kind == ValueKind::impossible) {
        bad_lines_.add_field(line, column + 1, text, bounds_text(*bounds_[channel]));
        continue;
      }
      hour.values[i] = nanotesla;
      hour.sum += nanotesla;
      ++hour.present;
    }
  }

  /// The same without checking each value; false if a value needs that check.
  bool read_plain(std::string_view record, std::size_t channel, Hour& hour) const {
    if (!columns_by_words) return false;
    std::array<int, values_per_record> numbers;
    std::uint64_t faults = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto number = fixed_number<value_width, no_point>(record.data() + minutes_from + i * value_width);
      faults |= number.faults;
      numbers[i] = number.negative ? -static_cast<int>(number.digits) : static_cast<int>(number.digits);
    }
    const auto [lowest, highest] = plain_limits(*bounds_[channel]);
    int sum = 0, present = 0, outside = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const int number = numbers[i];
      const bool there = std::abs(number) < missing_from;
      outside |= static_cast<int>(there & ((number < lowest) | (number > highest)));
      sum += there ? number : 0;
      present += static_cast<int>(there);
      hour.values[i] = there ? static_cast<float>(number) : missing;
    }
    hour.sum = sum;
    hour.present = present;
    if (faults == 0 && outside == 0) return true;
    hour = {};
    return false;
  }

  const TextInput& input_;
  bool careful_;
  ParsedFile result_;
  BadLines bad_lines_;
  std::vector<RowCollector> rows_;          ///< [channel]
  FillCounts fills_{channel_names};         ///< fills other than the format's own 9999
  std::vector<const ChannelInfo*> bounds_;  ///< [channel]
  std::size_t wrong_means_ = 0;
  std::string_view last_date_;
  std::optional<Time> last_day_;
};

bool sniff(std::string_view head) {
  return head.find("ASYSYM") != std::string_view::npos && head.find("WDCC2KYOTO") != std::string_view::npos;
}

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

extern const Format wdc_format{"WDC", sniff, parse};

}  // namespace symh
