#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/error.h"
#include "formats/companion.h"
#include "formats/fill_counts.h"
#include "formats/format.h"
#include "formats/text/fixed_columns.h"
#include "formats/text/line_reader.h"
#include "formats/text/omni_layout.h"
#include "formats/text/row_collector.h"
#include "formats/text/words.h"
#include "series/channels.h"

namespace symh {
namespace {

constexpr std::string_view how_to_get =
    "put OMNIWeb's .fmt file beside the list, with the same name (x.lst, x.fmt), as the list does not name "
    "its "
    "columns";
constexpr std::size_t fewest_words = 4, most_words = most_omni_columns;

/// Reads a plain number of one fixed width and number of decimals; false for other text.
using ReadNumber = bool (*)(const char* field, float& value);

template <int width, int decimals>
bool read_number(const char* field, float& value) {
  const auto number = fixed_number<width, decimals>(field);
  value = to_float<decimals>(number);
  return number.faults == 0;
}

constexpr int most_decimals = 3;

template <int width, int decimals>
constexpr ReadNumber number_reader() {
  if constexpr (decimals == no_point ? width <= 8 : width >= decimals + 2)
    return &read_number<width, decimals>;
  else
    return nullptr;
}

/// Of one width: whole numbers, then 0 to 3 decimals.
template <int width>
constexpr std::array<ReadNumber, most_decimals + 2> readers_of_width{
    number_reader<width, no_point>(), number_reader<width, 0>(), number_reader<width, 1>(),
    number_reader<width, 2>(), number_reader<width, 3>()};

constexpr std::size_t narrowest_plain = 2;
constexpr std::array readers{readers_of_width<2>, readers_of_width<3>, readers_of_width<4>,
                             readers_of_width<5>, readers_of_width<6>, readers_of_width<7>,
                             readers_of_width<8>, readers_of_width<9>};

/// The function for a field of Fortran; nullptr for an uncommon one, which to_number() must read.
ReadNumber find_reader(std::size_t width, int decimals) {
  if (width < narrowest_plain || width >= narrowest_plain + readers.size() || decimals > most_decimals)
    return nullptr;
  const std::ptrdiff_t behind = std::ptrdiff_t{decimals} + 1;
  return readers[width - narrowest_plain][static_cast<std::size_t>(behind)];
}

/// A column that gives a channel.
struct KeptColumn {
  std::size_t index, begin, width;  ///< number of the column; its characters in a record
  float fill_from;
  const ChannelInfo* bounds;
  ReadNumber read;
};

std::vector<std::string> channel_names(const OmniLayout& layout) {
  std::vector<std::string> names;
  for (const auto& column : layout.columns)
    if (column.channel != nullptr) names.emplace_back(column.channel);
  return names;
}

/// Reads the records of one layout: by the columns of characters where a line has the width of the layout,
/// else by blanks.
class Records {
 public:
  Records(const TextInput& input, const ReadOptions& options, const OmniLayout& layout)
      : input_(input),
        layout_(layout),
        careful_(options.careful || !columns_by_words),
        width_(layout.width()),
        has_minutes_(layout.stamp_columns == 4),
        bad_lines_(input, options, result_.source),
        rows_(input, channel_names(layout)),
        fills_(channel_names(layout)) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
      const auto& column = layout.columns[i];
      if (column.channel != nullptr)
        kept_.push_back({i, begin, column.width, column.fill_from, bounded_channel(column.channel),
                         column.width > 0 ? find_reader(column.width, column.decimals) : nullptr});
      begin += column.width;
      if (i + 1 == layout.stamp_columns) stamp_width_ = begin;
    }
    plain_ = !careful_ && width_ > 0 && has_plain_stamp() &&
             std::ranges::all_of(kept_, [](const KeptColumn& k) { return k.read != nullptr; });
    values_.resize(kept_.size());
    rows_.reserve(input.text.size() / std::max<std::size_t>(width_, 20) + 1);
  }

  ParsedFile read(LineReader lines) {
    std::string_view line;
    while (lines.next(line)) {
      const auto content = trim(without_tags(line));
      if (content.empty()) continue;
      take(line, content, lines.number());
      if (plain_ && !last_hour_.empty()) take_run(lines);
    }
    result_.source.rows = rows_.rows();
    std::ranges::move(fills_.lines(input_.path), std::back_inserter(result_.warnings));
    // A single row of a list without minutes is an hour; else the stamps tell.
    const bool single_hour = rows_.rows() == 1 && !has_minutes_;
    result_.series = rows_.finish(single_hour ? Minutes{60} : Minutes{0}, result_.warnings);
    result_.series.solar_wind_at = layout_.solar_wind_at;
    if (const auto taken = taken_text(layout_); !taken.empty())
      result_.notes.push_back(fmt::format("{}: {}", input_.path, taken));
    if (const auto left_out = left_out_text(layout_); !left_out.empty())
      result_.warnings.push_back(fmt::format("{}: {}", input_.path, left_out));
    return std::move(result_);
  }

 private:
  /// True if the last column of the stamp has three characters, as in all files of OMNIWeb.
  bool has_plain_stamp() const { return layout_.columns[layout_.stamp_columns - 1].width == 3; }

  void bad(std::size_t line, std::size_t column, std::string_view found, std::string_view expected) {
    bad_lines_.add(line, column, found, expected);
  }

  /// Reads plain lines, each of the layout's width, until a line needs take().
  void take_run(LineReader& lines) {
    while (lines.rest().size() > width_ + 1) {
      const auto text = lines.rest();
      const std::size_t end = text[width_] == '\r' ? width_ + 1 : width_;
      // Only take() may judge a line that ends early, be it in a column that is not kept.
      if (text.find('\n') != end || text[width_ - 1] == ' ') return;
      const auto time = stamp_like_the_last(text);
      if (!time) return;
      for (std::size_t k = 0; k < kept_.size(); ++k) {
        const auto& column = kept_[k];
        float value = 0;
        if (!column.read(text.data() + column.begin, value)) return;
        const bool fill = value >= column.fill_from;
        if (!fill && classify(column.bounds, value) != ValueKind::observed) return;
        values_[k] = fill ? missing : value;
      }
      lines.skip(end + 1, 1);
      rows_.add(*time, values_.data(), lines.number());
    }
  }

  /// The stamp of a line whose stamp differs from the last one only in the last column.
  std::optional<Time> stamp_like_the_last(std::string_view line) const {
    const auto before = stamp_width_ - 3;
    if (line.substr(0, before) != last_hour_) return std::nullopt;
    const auto number = fixed_number<3, no_point>(line.data() + before);
    if (number.faults != 0 || number.negative || number.digits > (has_minutes_ ? 59 : 23))
      return std::nullopt;
    return hour_ + Minutes{has_minutes_ ? number.digits : 60 * number.digits};
  }

  void take(std::string_view line, std::string_view content, std::size_t number) {
    std::array<std::string_view, most_words> words;
    const auto padded = line.substr(0, line.find_last_not_of(' ') + 1);
    if (width_ > 0 && padded.size() == width_) {
      std::size_t begin = 0;
      for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        words[i] = padded.substr(begin, layout_.columns[i].width);
        begin += layout_.columns[i].width;
      }
      return take_words(padded, words, number);
    }
    const auto count = split_words(content, words);
    if (count != layout_.columns.size())
      return bad(number, 1, fmt::format("{} values in {} characters", count, padded.size()),
                 width_ > 0 ? fmt::format("{} values in {} characters", layout_.columns.size(), width_)
                            : fmt::format("{} values", layout_.columns.size()));
    take_words(line, words, number);
  }

  void take_words(std::string_view line, const std::array<std::string_view, most_words>& words,
                  std::size_t number) {
    const auto column_of = [&](std::string_view word) {
      return static_cast<std::size_t>(word.data() - line.data()) + 1;
    };
    const auto time = stamp_of(words);
    if (!time)
      return bad(number, column_of(words[0]), line.substr(0, std::max<std::size_t>(stamp_width_, 11)),
                 has_minutes_ ? "year, day of year, hour and minute" : "year, day of year and hour");
    for (std::size_t k = 0; k < kept_.size(); ++k) {
      const auto word = words[kept_[k].index];
      const auto value = to_number(word);
      values_[k] = missing;
      if (!value)
        bad_lines_.add_field(number, column_of(word), word, "a number");
      else if (*value >= kept_[k].fill_from)
        continue;
      else if (const auto kind = classify(kept_[k].bounds, *value); kind == ValueKind::fill)
        fills_.add(k, *value);
      else if (kind == ValueKind::impossible)
        bad_lines_.add_field(number, column_of(word), word, bounds_text(*kept_[k].bounds));
      else
        values_[k] = *value;
    }
    rows_.add(*time, values_.data(), number);
    remember(line, *time);
  }

  void remember(std::string_view line, Time time) {
    last_hour_ = {};
    if (!plain_ || line.size() < width_) return;
    last_hour_ = line.substr(0, stamp_width_ - 3);
    if (has_minutes_)
      hour_ = std::chrono::floor<std::chrono::hours>(time);
    else
      hour_ = std::chrono::floor<std::chrono::days>(time);
  }

  std::optional<Time> stamp_of(const std::array<std::string_view, most_words>& words) const {
    const auto year = to_integer(words[0]), day = to_integer(words[1]), hour = to_integer(words[2]),
               minute = has_minutes_ ? to_integer(words[3]) : std::optional<long>(0);
    if (!year || !day || !hour || !minute || *year < 1960 || *year > 2200 || *hour < 0 || *hour > 23 ||
        *minute < 0 || *minute > 59)
      return std::nullopt;
    const long days = std::chrono::year{static_cast<int>(*year)}.is_leap() ? 366 : 365;
    if (*day < 1 || *day > days) return std::nullopt;
    return make_time(static_cast<int>(*year), 1, 1) + Minutes{(*day - 1) * 1440 + *hour * 60 + *minute};
  }

  const TextInput& input_;
  const OmniLayout& layout_;
  bool careful_;
  std::size_t width_;
  bool has_minutes_;
  ParsedFile result_;
  BadLines bad_lines_;
  RowCollector rows_;
  FillCounts fills_;  ///< fills other than OMNI's own
  std::vector<KeptColumn> kept_;
  std::size_t stamp_width_ = 0;
  bool plain_ = false;  ///< take_run() can read this layout
  std::vector<float> values_;
  std::string_view last_hour_;  ///< the stamp of the last line without its last column
  Time hour_;                   ///< of last_hour_: the hour, or the day in a list without minutes
};

/// True for a line of numbers that begins with year, day of year and hour.
bool is_record(std::string_view line, std::size_t& words_found) {
  std::array<std::string_view, most_words> words;
  words_found = split_words(line, words);
  if (words_found < fewest_words || words_found > words.size()) return false;
  const auto year = to_integer(words[0]), day = to_integer(words[1]), hour = to_integer(words[2]);
  return line.find_first_not_of("0123456789.- \t\r") == std::string_view::npos && words[0].size() == 4 &&
         year && *year >= 1960 && *year <= 2200 && day && *day >= 1 && *day <= 366 && hour && *hour >= 0 &&
         *hour <= 23;
}

constexpr std::string_view listing_title = "Selected parameters:";

std::string_view first_line(std::string_view head) {
  LineReader lines(head);
  std::string_view line;
  while (lines.next(line))
    if (!trim(line).empty()) return line;
  return {};
}

bool sniff_list(std::string_view head) {
  std::size_t words = 0;
  return is_record(first_line(head), words) || head.find(listing_title) != std::string_view::npos;
}

bool sniff_omni2(std::string_view head) {
  std::size_t words = 0;
  return is_record(first_line(head), words) && omni2_layout(words).has_value();
}

bool sniff_fmt(std::string_view head) { return is_omni_fmt(head); }

/// Reads a page of OMNIWeb: the names of its columns are above the table, one a line.
ParsedFile parse_listing(const TextInput& input, const ReadOptions& options) {
  LineReader lines(input.text);
  std::string_view line;
  while (lines.next(line) && line.find(listing_title) == std::string_view::npos) {
  }
  const auto first = lines.number() + 1;
  std::vector<std::string> names;
  while (lines.next(line)) {
    const auto content = trim(without_tags(line));
    const auto blank = content.find(' ');
    if (content.empty() || blank == std::string_view::npos) continue;
    if (to_integer(content.substr(0, blank)) != static_cast<long>(names.size()) + 1) break;
    names.emplace_back(trim(content.substr(blank)));
  }
  const auto header = trim(without_tags(line));  // YEAR DOY HR [MN] 1 2 3
  std::array<std::string_view, most_words> words;
  const auto count = split_words(header, words);
  if (count <= names.size() || count > words.size() || count - names.size() > 4)
    refuse(input, std::max<std::size_t>(lines.number(), 1), 1, header,
           "OMNIWeb's line of columns, YEAR DOY HR and a number for each parameter",
           "save the page once more");
  std::vector<std::string> all(words.begin(), words.begin() + static_cast<long>(count - names.size()));
  all.insert(all.end(), names.begin(), names.end());
  const auto layout = listing_layout(input, all, first);
  return Records(input, options, layout).read(lines);
}

ParsedFile parse_list(const TextInput& input, const ReadOptions& options) {
  if (input.text.find(listing_title) != std::string_view::npos) return parse_listing(input, options);
  const auto companion = companion_of(input.path);
  if (!companion) {
    const auto line = first_line(input.text);
    std::size_t words = 0;
    is_record(line, words);
    refuse(input, 1, 1, trim(line), fmt::format("an OMNIWeb list of {} columns with its .fmt file", words),
           how_to_get);
  }
  const auto layout = read_omni_fmt({companion->text, companion->name});
  return Records(input, options, layout).read(LineReader(input.text));
}

ParsedFile parse_omni2(const TextInput& input, const ReadOptions& options) {
  std::size_t words = 0;
  const auto line = first_line(input.text);
  const auto layout = is_record(line, words) ? omni2_layout(words) : std::nullopt;
  if (!layout) refuse(input, 1, 1, trim(line), "a record of OMNI2, 55 to 57 numbers", "fetch the file again");
  return Records(input, options, *layout).read(LineReader(input.text));
}

/// A .fmt file holds no data; its list is read with it.
ParsedFile parse_fmt(const TextInput& input, const ReadOptions&) {
  read_omni_fmt(input);
  return {};
}

}  // namespace

extern const Format omni2_format{"OMNI2", sniff_omni2, parse_omni2};
extern const Format omni_list_format{"OMNIWeb list", sniff_list, parse_list};
extern const Format omni_fmt_format{"OMNIWeb .fmt", sniff_fmt, parse_fmt};

}  // namespace symh
