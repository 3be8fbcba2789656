#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/error.h"
#include "formats/bounds.h"
#include "formats/format.h"
#include "formats/line_reader.h"
#include "formats/row_collector.h"

namespace symh {
namespace {

// Kyoto's hourly records (wdc.kugi.kyoto-u.ac.jp/aeasy/format/asyformat.html), 0-based columns.
constexpr std::size_t record_length = 400, minutes_from = 34, value_width = 6, mean_from = 394;
const std::vector<std::string> channel_names{"asy_d", "asy_h", "sym_d", "sym_h"};
constexpr std::string_view remedy = "fetch the file again, or skip bad lines with --tolerant";

class Reader {
 public:
  Reader(const TextInput& input, const ReadOptions& options)
      : input_(input), options_(options), rows_(input, channel_names) {
    rows_.reserve(input.text.size() / value_width);
  }

  ParsedFile read() {
    LineReader lines(input_.text);
    std::string_view line;
    while (lines.next(line))
      if (const auto content = trim(line); !content.empty() && content.front() != '<')
        take(content, lines.number());
    if (wrong_means_ > 0)
      result_.warnings.push_back(
          fmt::format("{}: {} hourly means do not fit their minutes", input_.path, wrong_means_));
    result_.series = rows_.finish(Minutes{1}, Status::unknown, result_.warnings);
    result_.source.rows = result_.series.size();
    return std::move(result_);
  }

 private:
  bool bad(std::size_t line, std::size_t column, std::string_view found, std::string_view expected) {
    if (!options_.tolerant) refuse(input_, line, column, found, expected, remedy);
    ++result_.source.skipped_lines;
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
    const auto year = digits(record.substr(12, 2));
    const auto date = fmt::format("{}{}-{}-{}", year.value_or(0) >= 81 ? "19" : "20", record.substr(12, 2),
                                  record.substr(14, 2), record.substr(16, 2));
    const auto day = parse_time(date);
    const auto hour = digits(record.substr(19, 2));
    if (!year || !day || !hour || *hour > 23)
      return void(bad(line, 13, record.substr(12, 9), "yymmdd, component and an hour 00-23"));
    take_minutes(record, *day + Minutes{60 * *hour}, channel, line);
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
    std::array<float, 60> values{};
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
      if (impossible(channel_names[channel], values[i]))
        return void(
            bad(line, column + 1, record.substr(column, value_width), "SYM-H between -2000 and 500 nT"));
      sum += values[i];
      ++present;
    }
    const auto mean = to_integer(record.substr(mean_from, value_width));
    if (mean && std::abs(*mean) < 9999 && present == 60 &&
        std::abs(sum / 60 - static_cast<double>(*mean)) > 1.01)
      ++wrong_means_;
    for (std::size_t i = 0; i < values.size(); ++i)
      rows_.add_one(hour + Minutes{static_cast<long>(i)}, channel, values[i], line);
  }

  const TextInput& input_;
  const ReadOptions& options_;
  RowCollector rows_;
  ParsedFile result_;
  std::size_t wrong_means_ = 0;
};

bool sniff(std::string_view head) {
  return head.find("ASYSYM") != std::string_view::npos && head.find("WDCC2KYOTO") != std::string_view::npos;
}

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

const Format wdc_format{"WDC", sniff, parse};

}  // namespace symh
