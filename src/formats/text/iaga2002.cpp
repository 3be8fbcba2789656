#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <thread>

#include "core/error.h"
#include "core/parallel.h"
#include "formats/fill_counts.h"
#include "formats/format.h"
#include "formats/text/iaga2002_line.h"
#include "formats/text/iaga2002_run.h"
#include "formats/text/line_reader.h"
#include "formats/text/row_collector.h"
#include "formats/text/words.h"
#include "series/channels.h"
#include "series/hourly_dst.h"

namespace symh {
namespace {

constexpr std::string_view refetch = "fetch the file again";
constexpr std::size_t first_value_column = first_iaga_value_column;
constexpr std::size_t most_columns = most_iaga_columns;
constexpr std::size_t block_lines = 8192;                  // read a run in blocks whose rows fit the cache
constexpr std::size_t large_file = std::size_t{32} << 20;  // read larger files several blocks at once

/// The indices of a file: ASY and SYM by the minute, hourly Dst, or AE, AL and AU.
enum class Indices { asy_sym, dst, ae };

const std::vector<std::string>& channels_of(Indices indices) {
  static const std::vector<std::string> asy_sym(iaga_channel_names.begin(), iaga_channel_names.end());
  static const std::vector<std::string> dst{std::string(dst_channel)};
  static const std::vector<std::string> ae{"ae", "al", "au"};
  return indices == Indices::dst ? dst : indices == Indices::ae ? ae : asy_sym;
}

struct ColumnMap {
  std::size_t count = 0;  ///< value columns of the file
  Indices indices = Indices::asy_sym;
  std::array<int, most_columns> channel{};  ///< column -> index of channels_of(indices); -1: ignored
};

ColumnMap read_columns(const TextInput& input, std::string_view line, std::size_t number) {
  std::string text(line);
  std::ranges::replace(text, '|', ' ');
  IagaWords words;
  const auto count = split_words(text, words);
  if (count < 4 || count > most_columns + 3)
    refuse(input, number, 1, trim(line), "DATE TIME DOY and one to eight column names", refetch);
  ColumnMap map;
  map.count = count - 3;
  for (const auto indices : {Indices::asy_sym, Indices::dst, Indices::ae}) {
    const auto& names = channels_of(indices);
    bool any = false;
    for (std::size_t i = 0; i < map.count; ++i) {
      const auto name = plain_iaga_name(words[i + 3]);
      const auto found = std::ranges::find_if(
          names, [&](const std::string& channel) { return plain_iaga_name(channel) == name; });
      map.channel[i] = found == names.end() ? -1 : static_cast<int>(found - names.begin());
      any = any || map.channel[i] >= 0;
    }
    map.indices = indices;
    if (any) return map;
  }
  refuse(input, number, 31, trim(line.substr(std::min(line.size(), first_value_column))),
         "one of ASY-D, ASY-H, SYM-D, SYM-H, DST, AE, AL, AU among the columns",
         "this IAGA-2002 file holds another index, which symh does not use: leave it out");
}

Status status_of(std::string_view data_type) {
  const auto text = plain_iaga_name(data_type);
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
        bad_lines_(input, options, result_.source) {}

  ParsedFile read() {
    LineReader lines(input_.text);
    std::string_view line;
    while (lines.next(line)) {
      const auto before = last_time_;
      last_time_.reset();
      take(line, lines);
      const bool next_minute = !before || last_time_ == *before + Minutes{1};
      if (last_time_ && next_minute && !lines.unfinished() && !careful_) take_run(line, lines);
    }
    if (!columns_) refuse_without_columns(lines);
    settle_status();
    if (leap_seconds_ > 0)
      result_.warnings.push_back(
          fmt::format("{}: a leap second (23:59:60) counts to the minute before it, "
                      "which gets the mean of both values",
                      input_.path));
    result_.source.rows = rows_->rows();
    std::ranges::move(fills_->lines(input_.path), std::back_inserter(result_.warnings));
    // A few steps across holes tell nothing of the cadence.
    constexpr std::size_t least_steps = 3;
    const auto usual = columns_->indices == Indices::dst ? Minutes{60} : Minutes{1};
    result_.series = rows_->finish(rows_->cadence_or(usual, least_steps), result_.warnings);
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
    if (content.starts_with("DATE")) return take_columns(line, lines);
    if (content.back() == '|' || content.front() == '#') return take_header(content);
    bad(lines, 1, content, "a header line that ends with '|' or a data line that begins with a date");
  }

  void take_columns(std::string_view line, const LineReader& lines) {
    const auto before = columns_;
    columns_ = read_columns(input_, line, lines.number());
    if (before && before->indices != columns_->indices)
      refuse(input_, lines.number(), 31, trim(line), "the columns of one kind, ASY/SYM, Dst or AE",
             "put Dst into a file of its own");
    if (rows_) return;
    rows_.emplace(input_, channels_of(columns_->indices));
    fills_.emplace(channels_of(columns_->indices));
    rows_->reserve(input_.text.size() / 70 + 1);
  }

  /// Most lines come one minute after the line before, in the same layout. This reads a run of them.
  void take_run(std::string_view line, LineReader& lines) {
    const std::size_t values_end = first_value_column + 10 * columns_->count;
    if (line.size() < values_end || columns_->indices != Indices::asy_sym) return;
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
    rows_->add_run(*last_time_ + Minutes{1}, Minutes{1}, values, block.count, lines.number() + 1, status_);
    const auto last_line = lines.rest().substr((block.count - 1) * length, length);
    last_length_ = last_line.size() - (last_line.ends_with("\r\n") ? 2 : 1);
    *last_time_ += Minutes{static_cast<long>(block.count)};
    lines.skip(block.count * length, block.count);
  }

  void take_header(std::string_view line) {
    const auto key = plain_iaga_name(line.substr(0, 23));
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

  void bad_field(const LineReader& lines, std::size_t column, std::string_view found,
                 std::string_view expected) {
    bad_lines_.add_field(lines.number(), column, found, expected,
                         lines.unfinished() ? "the file is cut: fetch it again" : refetch);
  }

  void take_data(std::string_view line, const LineReader& lines) {
    if (!columns_)
      return bad_lines_.add(lines.number(), 1, trim(line),
                            "a column line 'DATE TIME DOY ...' before the first data line",
                            "fetch the file again");
    IagaWords words;
    const auto count = split_words(line, words);
    if (count != columns_->count + 3)
      return bad(lines, 1, fmt::format("{} columns", count),
                 fmt::format("{} as the header says", columns_->count + 3));
    if (const auto time = stamps_.minute(words)) return take_values(*time, words, line, lines);
    const auto& fault = stamps_.fault();
    bad(lines, static_cast<std::size_t>(fault.found.data() - line.data()) + 1, fault.found, fault.expected);
  }

  void take_values(Time time, const IagaWords& words, std::string_view line, const LineReader& lines) {
    const auto& channels = channels_of(columns_->indices);
    std::array<float, iaga_channels> values{missing, missing, missing, missing};
    for (std::size_t i = 0; i < columns_->count; ++i) {
      if (columns_->channel[i] < 0) continue;
      const auto word = words[i + 3];
      const auto column = static_cast<std::size_t>(word.data() - line.data()) + 1;
      const auto value = to_number(word);
      const auto channel = static_cast<std::size_t>(columns_->channel[i]);
      const auto* info = bounded_channel(channels[channel]);
      if (!value)
        bad_field(lines, column, word, "a number");
      else if (std::abs(*value) >= 9999.F)
        continue;
      else if (const auto kind = classify(info, *value); kind == ValueKind::fill)
        fills_->add(channel, *value);
      else if (kind == ValueKind::impossible)
        bad_field(lines, column, word, bounds_text(*info) + ", or 99999.00 for missing");
      else
        values[channel] = *value;
    }
    if (lines.unfinished() &&
        is_cut_iaga_line(line, words[columns_->count + 2], columns_->count, last_length_))
      return bad(lines, line.size() + 1, "the end of the file", "the rest of the line");
    last_length_ = line.size();
    last_time_ = time;
    if (is_leap_second(words[1]) && ++leap_seconds_ > 0 && rows_->average_into_last(time, values.data()))
      return;
    rows_->add(time, values.data(), lines.number(), status_);
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
  std::optional<ColumnMap> columns_;
  std::optional<RowCollector> rows_;  ///< from the first line of columns on
  std::optional<FillCounts> fills_;   ///< the same; fills other than the format's own 99999
  std::size_t leap_seconds_ = 0;
  std::optional<Time> last_time_;   ///< stamp of the last line, if it was a data line
  std::vector<MinuteRows> blocks_;  ///< rows of the blocks of a run
  IagaStamps stamps_;
  std::size_t last_length_ = 0;
};

/// True for a header line `Format   IAGA-2002`, or a line of columns; a comment that names the format is
/// none.
bool sniff(std::string_view head) {
  LineReader lines(head);
  std::string_view line;
  while (lines.next(line)) {
    const auto content = trim(without_tags(line));
    const auto name = plain_iaga_name(content);
    if (name.starts_with("FORMATIAGA2002") ||
        (name.starts_with("DATETIMEDOY") && content.find(',') == std::string_view::npos))
      return true;
  }
  return false;
}

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

extern const Format iaga2002_format{"IAGA-2002", sniff, parse};

}  // namespace symh
