#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

#include "core/error.h"
#include "formats/bounds.h"
#include "formats/format.h"
#include "formats/line_reader.h"
#include "formats/row_collector.h"
#include "series/operations.h"

namespace symh {
namespace {

// Kyoto's hourly records (wdc.kugi.kyoto-u.ac.jp/aeasy/format/asyformat.html), 0-based columns.
constexpr std::size_t record_length = 400, minutes_from = 34, value_width = 6, mean_from = 394,
                      values_per_record = 60;
const std::vector<std::string> channel_names{"asy_d", "asy_h", "sym_d", "sym_h"};

/// Fortran's I2 writes 5 as " 5", others as "05".
std::optional<int> two_digits(std::string_view text) {
  return digits(text.front() == ' ' ? text.substr(1) : text);
}

class Reader {
 public:
  Reader(const TextInput& input, const ReadOptions& options)
      : input_(input), bad_lines_(input, options, result_.source) {
    // A record holds an hour of one index, so each index is gathered by itself.
    for (const auto& name : channel_names) {
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
    std::vector<Piece> pieces;
    for (auto& rows : rows_)
      if (rows.rows() > 0) pieces.push_back({rows.finish(Minutes{1}, result_.warnings), 0, input_.path});
    if (pieces.empty()) rows_.front().finish(Minutes{1}, result_.warnings);  // says that there are no data
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

  static std::optional<Time> day_of(std::string_view record) {
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

  void take_minutes(std::string_view record, Time hour, std::size_t channel, std::size_t line) {
    std::array<float, values_per_record> values{};
    double sum = 0;
    int present = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::size_t column = minutes_from + i * value_width;
      const auto value = to_integer(record.substr(column, value_width));
      if (!value)
        return void(
            bad(line, column + 1, record.substr(column, value_width), "a whole number in six columns"));
      values[i] = std::abs(*value) >= 9999 ? missing : static_cast<float>(*value);
      if (std::isnan(values[i])) continue;
      if (const auto* bounds = exceeded_bounds(channel_names[channel], values[i]))
        return void(bad(line, column + 1, record.substr(column, value_width), to_text(*bounds)));
      sum += values[i];
      ++present;
    }
    const auto mean = to_integer(record.substr(mean_from, value_width));
    if (mean && std::abs(*mean) < 9999 && present == 60 &&
        std::abs(sum / 60 - static_cast<double>(*mean)) > 1.01)
      ++wrong_means_;
    for (std::size_t i = 0; i < values.size(); ++i)
      rows_[channel].add(hour + Minutes{static_cast<long>(i)}, &values[i], line);
  }

  const TextInput& input_;
  ParsedFile result_;
  BadLines bad_lines_;
  std::vector<RowCollector> rows_;  ///< [channel]
  std::size_t wrong_means_ = 0;
};

bool sniff(std::string_view head) {
  return head.find("ASYSYM") != std::string_view::npos && head.find("WDCC2KYOTO") != std::string_view::npos;
}

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

extern const Format wdc_format{"WDC", sniff, parse};

}  // namespace symh
