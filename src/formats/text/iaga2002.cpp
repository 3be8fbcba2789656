#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <thread>

#include "core/error.h"
#include "core/parallel.h"
#include "formats/format.h"
#include "formats/text/iaga2002_run.h"
#include "formats/text/line_reader.h"
#include "formats/text/row_collector.h"
#include "series/channels.h"

namespace symh {
namespace {

constexpr std::string_view refetch = "fetch the file again";
constexpr std::size_t first_value_column = 30;  // 0-based; ten characters for each value
constexpr std::size_t most_columns = most_iaga_columns;
constexpr std::size_t block_lines = 8192;                  // read a run in blocks whose rows fit the cache
constexpr std::size_t large_file = std::size_t{32} << 20;  // read larger files several blocks at once

/// The name in the form for comparison: upper case, without blanks, '-' and '_'.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ' && c != '-' && c != '_')
      result += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return result;
}

/// Splits at blanks into at most `most_columns + 4` words; returns the number of all words.
std::size_t split_words(std::string_view line, std::array<std::string_view, most_columns + 4>& words) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.size();) {
    while (i < line.size() && (line[i] == ' ' || line[i] == '\t')) ++i;
    const std::size_t begin = i;
    while (i < line.size() && line[i] != ' ' && line[i] != '\t') ++i;
    if (i == begin) break;
    if (count < words.size()) words[count] = line.substr(begin, i - begin);
    ++count;
  }
  return count;
}

struct ColumnMap {
  std::size_t count = 0;                    ///< value columns of the file
  std::array<int, most_columns> channel{};  ///< column -> index of channel_names; -1: ignored
};

const std::vector<std::string> channel_names(iaga_channel_names.begin(), iaga_channel_names.end());

ColumnMap read_columns(const TextInput& input, std::string_view line, std::size_t number) {
  std::string text(line);
  std::ranges::replace(text, '|', ' ');
  std::array<std::string_view, most_columns + 4> words;
  const auto count = split_words(text, words);
  if (count < 4 || count > most_columns + 3)
    refuse(input, number, 1, trim(line), "DATE TIME DOY and one to eight column names", refetch);
  constexpr std::array<std::string_view, 4> known{"ASYD", "ASYH", "SYMD", "SYMH"};
  ColumnMap map;
  map.count = count - 3;
  bool any = false;
  for (std::size_t i = 0; i < map.count; ++i) {
    const auto found = std::ranges::find(known, plain(words[i + 3]));
    map.channel[i] = found == known.end() ? -1 : static_cast<int>(found - known.begin());
    any = any || map.channel[i] >= 0;
  }
  if (!any)
    refuse(input, number, 31, trim(line), "one of ASY-D, ASY-H, SYM-D, SYM-H among the columns",
           "this IAGA-2002 file holds another index");
  return map;
}

Status status_of(std::string_view data_type) {
  const auto text = plain(data_type);
  if (text.starts_with("DEFINITIVE")) return Status::definitive;
  if (text.starts_with("PROVISIONAL")) return Status::provisional;
  if (text.starts_with("QUICK") || text.starts_with("REAL")) return Status::quick_look;
  return Status::unknown;
}

/// The status by a name such as `ASY_<first>_<last>_D.dat`: the letter before the ending.
Status status_of_name(std::string_view path) {
  const auto name = path.substr(path.find_last_of("/!") + 1);
  const auto dot = name.find('.');
  if (dot == std::string_view::npos || dot < 2 || name[dot - 2] != '_') return Status::unknown;
  switch (name[dot - 1]) {
    case 'D':
      return Status::definitive;
    case 'P':
      return Status::provisional;
    case 'Q':
      return Status::quick_look;
    default:
      return Status::unknown;
  }
}

class Reader {
 public:
  Reader(const TextInput& input, const ReadOptions& options)
      : input_(input),
        careful_(options.careful),
        status_by_name_(status_of_name(input.path)),
        status_(status_by_name_),
        bad_lines_(input, options, result_.source),
        rows_(input, channel_names) {
    rows_.reserve(input.text.size() / 70 + 1);
  }

  ParsedFile read() {
    LineReader lines(input_.text);
    std::string_view line;
    while (lines.next(line)) {
      last_time_.reset();
      take(line, lines);
      if (last_time_ && !lines.unfinished() && !careful_) take_run(line, lines);
    }
    if (!columns_) refuse_without_columns(lines);
    settle_status();
    result_.source.rows = rows_.rows();
    result_.series = rows_.finish(Minutes{1}, result_.warnings);
    return std::move(result_);
  }

 private:
  [[noreturn]] void refuse_without_columns(const LineReader& lines) const {
    if (is_web_page(input_.text))
      refuse(input_, 1, 1, trim(input_.text.substr(0, input_.text.find('\n'))), "data, not a web page",
             "the server answered with a page of words: read it, and fetch the file again");
    refuse(input_, std::max<std::size_t>(1, lines.number()), 1, "the end of the file",
           "a column line 'DATE TIME DOY ...'", "fetch the file again");
  }

  void take(std::string_view line, const LineReader& lines) {
    line = without_tags(line);
    const auto content = trim(line);
    if (content.empty()) return;
    if (content.front() >= '0' && content.front() <= '9') return take_data(line, lines);
    if (content.starts_with("DATE")) {
      columns_ = read_columns(input_, line, lines.number());
      return;
    }
    if (content.back() == '|' || content.front() == '#') return take_header(content);
    bad(lines, 1, content, "a header line that ends with '|' or a data line that begins with a date");
  }

  /// Most lines come one minute after the line before, in the same layout. This reads a run of them.
  void take_run(std::string_view line, LineReader& lines) {
    const std::size_t values_end = first_value_column + 10 * columns_->count;
    if (line.size() < values_end) return;
    const IagaLayout layout{
        columns_->count, columns_->channel, {line.data() + values_end, lines.rest().data()}};
    const std::size_t length = values_end + layout.line_end.size();
    if (!is_plain(layout) || lines.rest().size() < length || lines.rest()[length - 1] != '\n') return;
    const bool large = input_.text.size() >= large_file;
    for (std::size_t most = 1;; most = large ? std::min(2 * most, most_blocks()) : 1) {
      const auto blocks = std::clamp<std::size_t>(lines.rest().size() / length / block_lines, 1, most);
      if (blocks_.size() < blocks) blocks_.resize(blocks);
      for_each_in_parallel(blocks, [&](std::size_t b) {
        const auto first_line = b * block_lines;
        read_minutes(lines.rest().substr(first_line * length), layout,
                     *last_time_ + Minutes{1 + static_cast<long>(first_line)}, block_lines, blocks_[b]);
      });
      for (std::size_t b = 0; b < blocks; ++b) {
        take_block(blocks_[b], lines, length);
        if (blocks_[b].count < block_lines) return;
      }
    }
  }

  static std::size_t most_blocks() { return 4 * std::max(1U, std::thread::hardware_concurrency()); }

  void take_block(const MinuteRows& block, LineReader& lines, std::size_t length) {
    if (block.count == 0) return;
    std::array<const float*, iaga_channels> values{};
    std::ranges::transform(block.values, values.begin(), [](const auto& channel) { return channel.data(); });
    rows_.add_run(*last_time_ + Minutes{1}, Minutes{1}, values, block.count, lines.number() + 1, status_);
    const auto last_line = lines.rest().substr((block.count - 1) * length, length);
    last_length_ = last_line.size() - (last_line.ends_with("\r\n") ? 2 : 1);
    *last_time_ += Minutes{static_cast<long>(block.count)};
    lines.skip(block.count * length, block.count);
  }

  void take_header(std::string_view line) {
    const auto key = plain(line.substr(0, 23));
    if (key.starts_with("FORMAT")) status_ = status_by_name_;  // another concatenated file begins
    if (!key.starts_with("DATATYPE")) return;
    const auto value = trim(line.substr(std::min(line.size(), std::size_t{23})));
    const auto status = status_of(value);
    if (status == Status::unknown) return;
    status_ = status;
    header_status_ = header_status_ == Status::unknown ? status : std::min(header_status_, status);
  }

  void bad(const LineReader& lines, std::size_t column, std::string_view found, std::string_view expected) {
    bad_lines_.add(lines.number(), column, found, expected,
                   lines.unfinished() ? "the file is cut: fetch it again" : refetch);
  }

  void take_data(std::string_view line, const LineReader& lines) {
    if (!columns_)
      return bad_lines_.add(lines.number(), 1, trim(line),
                            "a column line 'DATE TIME DOY ...' before the first data line",
                            "fetch the file again");
    std::array<std::string_view, most_columns + 4> words;
    const auto count = split_words(line, words);
    if (count != columns_->count + 3)
      return bad(lines, 1, fmt::format("{} columns", count),
                 fmt::format("{} as the header says", columns_->count + 3));
    const auto time = stamp(words, line, lines);
    if (time) take_values(*time, words, line, lines);
  }

  std::optional<Time> stamp(const std::array<std::string_view, most_columns + 4>& words,
                            std::string_view line, const LineReader& lines) {
    const auto column = [&](std::string_view word) {
      return static_cast<std::size_t>(word.data() - line.data()) + 1;
    };
    const auto day = day_of(words[0]);
    if (!day) return bad(lines, column(words[0]), words[0], "a date YYYY-MM-DD"), std::nullopt;
    const auto minute = minute_of(words[1]);
    if (!minute) return bad(lines, column(words[1]), words[1], "a time hh:mm:00.000"), std::nullopt;
    const auto doy = digits(words[2]);
    if (!doy || *doy != day_of_year_)
      return bad(lines, column(words[2]), words[2], fmt::format("day of year {:03}", day_of_year_)),
             std::nullopt;
    return *day + *minute;
  }

  /// Dates repeat 1440 times, so this remembers the last one.
  std::optional<Time> day_of(std::string_view word) {
    if (word == last_date_) return last_day_;
    const auto day = word.size() == 10 ? parse_time(word) : std::nullopt;
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(*day)};
    const Time new_year = std::chrono::sys_days{date.year() / 1 / 1};
    day_of_year_ = static_cast<int>((*day - new_year) / Minutes{1440}) + 1;
    last_date_ = word;
    last_day_ = *day;
    return day;
  }

  static std::optional<Minutes> minute_of(std::string_view word) {
    if (word.size() < 8 || word[2] != ':' || word[5] != ':') return std::nullopt;
    const auto hour = digits(word.substr(0, 2)), minute = digits(word.substr(3, 2));
    if (!hour || !minute || *hour > 23 || *minute > 59 ||
        word.substr(6).find_first_not_of("0.") != std::string_view::npos)
      return std::nullopt;
    return Minutes{*hour * 60 + *minute};
  }

  void take_values(Time time, const std::array<std::string_view, most_columns + 4>& words,
                   std::string_view line, const LineReader& lines) {
    std::array<float, 4> values{missing, missing, missing, missing};
    for (std::size_t i = 0; i < columns_->count; ++i) {
      if (columns_->channel[i] < 0) continue;
      const auto word = words[i + 3];
      const auto column = static_cast<std::size_t>(word.data() - line.data()) + 1;
      const auto value = to_number(word);
      if (!value) return bad(lines, column, word, "a number");
      const auto channel = static_cast<std::size_t>(columns_->channel[i]);
      if (std::abs(*value) >= 9999.F) continue;
      if (const auto* info = bounded_channel(channel_names[channel]); out_of_bounds(info, *value))
        return bad(lines, column, word, bounds_text(*info) + ", or 99999.00 for missing");
      values[channel] = *value;
    }
    if (lines.unfinished() && is_cut(line, words[columns_->count + 2]))
      return bad(lines, line.size() + 1, "the end of the file", "the rest of the line");
    last_length_ = line.size();
    rows_.add(time, values.data(), lines.number(), status_);
    last_time_ = time;
  }

  /// True for a line that was cut inside its last value, which still reads as a number. Such a line is
  /// shorter than the other lines; a first line has no others, so its value must have two decimals.
  bool is_cut(std::string_view line, std::string_view last_word) const {
    if (line.size() >= first_value_column + 10 * columns_->count) return false;
    const auto point = last_word.find('.');
    return last_length_ > 0 ? line.size() < last_length_
                            : point == std::string_view::npos || last_word.size() - point != 3;
  }

  void settle_status() {
    result_.source.status = header_status_ == Status::unknown ? status_by_name_ : header_status_;
    if (header_status_ != Status::unknown && status_by_name_ != Status::unknown &&
        status_by_name_ != header_status_)
      result_.warnings.push_back(
          fmt::format("{}: the header says {}, the file name {}; the header is believed", input_.path,
                      status_name(header_status_), status_name(status_by_name_)));
  }

  const TextInput& input_;
  bool careful_;
  Status status_by_name_;
  Status status_;                           ///< status of the lines being read
  Status header_status_ = Status::unknown;  ///< the lowest status that a header states
  ParsedFile result_;
  BadLines bad_lines_;
  RowCollector rows_;
  std::optional<ColumnMap> columns_;
  std::optional<Time> last_time_;   ///< stamp of the last line, if it was a data line
  std::vector<MinuteRows> blocks_;  ///< rows of the blocks of a run
  std::string_view last_date_;
  Time last_day_;
  int day_of_year_ = 0;
  std::size_t last_length_ = 0;
};

bool sniff(std::string_view head) { return head.find("IAGA-2002") != std::string_view::npos; }

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

extern const Format iaga2002_format{"IAGA-2002", sniff, parse};

}  // namespace symh
