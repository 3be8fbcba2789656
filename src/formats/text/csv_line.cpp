#include "formats/text/csv_line.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "formats/text/csv_stamp.h"
#include "series/series.h"

namespace symh {
namespace {

constexpr std::size_t most_digits = 9;  // up to here a quotient of doubles rounds to the exact float
constexpr std::size_t clock_width = 5;  // hh:mm
// No function reads further than this from the beginning of a field, except through the date of a stamp.
constexpr std::ptrdiff_t widest_field = 96;
constexpr double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

unsigned digit(char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)) - '0'; }

/// Reads digits from `at` on, at most one more than a number may have.
const char* read_digits(const char* at, std::uint64_t& number) {
  const char* const last = at + most_digits + 1;
  for (unsigned d = 0; at != last && (d = digit(*at)) <= 9; ++at) number = number * 10 + d;
  return at;
}

/// Reads [-]digits[.digits]; nullptr for any other text. Most of the time goes by here: a call would cost a
/// tenth.
[[gnu::always_inline]] inline const char* read_number(const char* at, char point, float& value) {
  const bool negative = *at == '-';
  at += negative ? 1 : 0;
  std::uint64_t number = 0;
  const char* end = read_digits(at, number);
  auto count = end - at;
  std::ptrdiff_t behind = 0;
  if (count == 0) return nullptr;
  if (*end == point) {
    const char* const fraction = end + 1;
    end = read_digits(fraction, number);
    behind = end - fraction;
    count += behind;
    if (behind == 0) return nullptr;
  }
  if (count > static_cast<std::ptrdiff_t>(most_digits)) return nullptr;
  const double quotient = static_cast<double>(number) / power[behind];
  value = static_cast<float>(negative ? -quotient : quotient);
  return end;
}

/// Reads two digits up to `most`; false for other text.
bool read_two(const char* at, unsigned most, unsigned& value) {
  const unsigned tens = digit(at[0]), ones = digit(at[1]);
  value = 10 * tens + ones;
  return tens <= 9 && ones <= 9 && value <= most;
}

/// Reads up to `most` digits, with zeros behind a point or without; nullptr for other text.
const char* read_part(const char* at, std::size_t most, unsigned& value) {
  const char* const last = at + most;
  const char* const from = at;
  value = 0;
  for (unsigned d = 0; at != last && (d = digit(*at)) <= 9; ++at) value = value * 10 + d;
  if (at == from || digit(*at) <= 9) return nullptr;
  if (at[0] == '.' && at[1] == '0') at += 2;
  return at;
}

/// Reads `:ss[.s...]` from at on; nullptr for other text.
const char* read_seconds(const char* at, int& milliseconds) {
  unsigned seconds = 0;
  if (*at != ':' || !read_two(at + 1, 59, seconds)) return nullptr;
  at += 3;
  milliseconds = static_cast<int>(1000 * seconds);
  if (*at != '.') return at;
  ++at;
  const char* const last = at + most_digits;
  for (int scale = 100; at != last && digit(*at) <= 9; ++at, scale /= 10)
    milliseconds += scale * static_cast<int>(digit(*at));
  return digit(*at) <= 9 ? nullptr : at;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

void PlainCsvLines::remember(const std::vector<std::string_view>& fields, const Instant& instant,
                             const EpochUnit* unit) {
  unit_ = unit;
  ready_ = false;
  ordinary_ = false;
  const auto stamp = std::ranges::find(roles_->roles, CsvRole::stamp);
  stamp_column_ = static_cast<std::size_t>(stamp - roles_->roles.begin());
  in_parts_ = stamp == roles_->roles.end();
  if (in_parts_)
    remember_parts(fields, instant);
  else if (unit != nullptr)
    ready_ = true;
  else
    remember_text(fields[stamp_column_], instant);
}

/// Splits a stamp into the date, hh:mm[:ss[.sss]], and the text behind it.
void PlainCsvLines::remember_text(std::string_view stamp, const Instant& instant) {
  constexpr std::size_t shortest_date = 7;  // 2019123
  const auto colon = stamp.find(':');
  if (colon == std::string_view::npos || colon < shortest_date + 2 || stamp.size() < colon + 3) return;
  unsigned hour = 0, minute = 0;
  const char* const clock = stamp.data() + colon - 2;
  if (!read_two(clock, 23, hour) || !read_two(clock + 3, 59, minute)) return;
  auto behind = stamp.substr(colon + 3);
  tail_ = behind;
  const std::string padded = std::string(behind) + "  ";
  int milliseconds = 0;
  has_seconds_ = behind.starts_with(':');
  if (has_seconds_) {
    const char* const end = read_seconds(padded.c_str(), milliseconds);
    if (end == nullptr) return;
    behind.remove_prefix(static_cast<std::size_t>(end - padded.c_str()));
  }
  constexpr std::size_t widest_text = 32;  // of the date, and of what stands behind the clock
  if (milliseconds != instant.milliseconds || behind.size() > widest_text || colon > widest_text) return;
  date_ = stamp.substr(0, colon - 2);
  behind_ = behind;
  midnight_ = instant.minute - Minutes{60 * hour + minute};
  ready_ = true;
  std::size_t next = 0;
  const bool in_order = std::ranges::all_of(roles_->roles, [&, i = std::size_t{0}](CsvRole role) mutable {
    const auto column = i++;
    return role == CsvRole::stamp || (role == CsvRole::value && roles_->channel[column] == next++);
  });
  ordinary_ = in_order && milliseconds == 0 && tail_.size() <= widest_text && !dialect_.by_blanks() &&
              !dialect_.decimal_comma;
}

void PlainCsvLines::remember_parts(const std::vector<std::string_view>& fields, const Instant& instant) {
  const auto part = [&](CsvRole role) {
    const auto column = std::ranges::find(roles_->roles, role) - roles_->roles.begin();
    if (column == std::ssize(roles_->roles)) return 0U;
    return static_cast<unsigned>(
        read_time_part(unquote(fields[static_cast<std::size_t>(column)]), widest_part(role)).value_or(0));
  };
  day_ = {.year = part(CsvRole::year),
          .month = part(CsvRole::month),
          .day = part(CsvRole::day),
          .day_of_year = part(CsvRole::day_of_year)};
  midnight_ = std::chrono::floor<std::chrono::days>(instant.minute);
  const auto date = std::ranges::find(roles_->roles, CsvRole::date);
  date_ = date == roles_->roles.end() ? "" : fields[static_cast<std::size_t>(date - roles_->roles.begin())];
  constexpr std::size_t widest_date = 32;
  ready_ = instant.minute < midnight_ + std::chrono::days{1} && date_.size() <= widest_date &&
           part(CsvRole::hour) != 24;
}

/// Reads a stamp and returns its end; nullptr if it is not written like the remembered one on that day.
const char* PlainCsvLines::read_stamp(const char* at, Instant& instant) const {
  if (std::memcmp(at, date_.data(), date_.size()) != 0) return nullptr;
  at += date_.size();
  unsigned hour = 0, minute = 0;
  if (!read_two(at, 23, hour) || at[2] != ':' || !read_two(at + 3, 59, minute)) return nullptr;
  at += clock_width;
  instant.milliseconds = 0;
  if (has_seconds_ && (at = read_seconds(at, instant.milliseconds)) == nullptr) return nullptr;
  if (std::memcmp(at, behind_.data(), behind_.size()) != 0) return nullptr;
  instant.minute = midnight_ + Minutes{60 * hour + minute};
  return at + behind_.size();
}

/// Reads a count since 1970.
const char* PlainCsvLines::read_count(const char* at, Instant& instant) const {
  constexpr std::ptrdiff_t most = 18;
  const char* const from = at;
  EpochCount count;
  for (unsigned d = 0; at != from + most && (d = digit(*at)) <= 9; ++at) count.whole = count.whole * 10 + d;
  if (digit(*at) <= 9 || count.whole < unit_->first || count.whole >= unit_->end) return nullptr;
  if (*at == '.') {
    ++at;
    const char* const last = at + most_digits;
    for (int scale = 100; at != last && digit(*at) <= 9; ++at, scale /= 10)
      count.thousandths += scale * static_cast<int>(digit(*at));
  }
  instant = epoch_instant(count, *unit_);
  return at;
}

const char* PlainCsvLines::read_clock_of(const char* at, Parts& parts) const {
  if (!read_two(at, 23, parts.hour) || at[2] != ':' || !read_two(at + 3, 59, parts.minute)) return nullptr;
  at += clock_width;
  return *at == ':' ? read_seconds(at, parts.milliseconds) : at;
}

/// Reads a field of one of the time columns.
const char* PlainCsvLines::read_field(const char* at, CsvRole role, Parts& parts, Instant& instant) const {
  switch (role) {
    case CsvRole::stamp:
      return unit_ == nullptr ? read_stamp(at, instant) : read_count(at, instant);
    case CsvRole::date:
      return std::memcmp(at, date_.data(), date_.size()) == 0 ? at + date_.size() : nullptr;
    case CsvRole::clock:
      return read_clock_of(at, parts);
    case CsvRole::year:
      return read_part(at, widest_part(role), parts.year);
    case CsvRole::month:
      return read_part(at, widest_part(role), parts.month);
    case CsvRole::day:
      return read_part(at, widest_part(role), parts.day);
    case CsvRole::day_of_year:
      return read_part(at, widest_part(role), parts.day_of_year);
    case CsvRole::hour:
      at = read_part(at, widest_part(role), parts.hour);
      return parts.hour > 23 ? nullptr : at;
    case CsvRole::minute:
      at = read_part(at, widest_part(role), parts.minute);
      return parts.minute > 59 ? nullptr : at;
    case CsvRole::second: {
      unsigned seconds = 0;
      at = read_part(at, widest_part(role), seconds);
      parts.milliseconds = static_cast<int>(1000 * seconds);
      return seconds > 59 ? nullptr : at;
    }
    default:
      return nullptr;
  }
}

/// Reads a word that means missing.
const char* PlainCsvLines::read_word(const char* at) const {
  constexpr std::ptrdiff_t longest_word = 16;
  const char* const from = at;
  while (at - from <= longest_word && *at != dialect_.delimiter && *at != '\n' && *at != '\r' &&
         !(dialect_.by_blanks() && is_blank(*at)))
    ++at;
  return is_missing({from, static_cast<std::size_t>(at - from)}) ? at : nullptr;
}

/// Skips a field whatever it holds; nullptr if it has quotes or the text ends.
const char* PlainCsvLines::skip_field(const char* at, const char* end) const {
  for (; at != end; ++at) {
    if (*at == dialect_.delimiter || *at == '\n' || *at == '\r' || (dialect_.by_blanks() && is_blank(*at)))
      return at;
    if (*at == '"') return nullptr;
  }
  return nullptr;
}

/// read() of the commonest lines, without the choices that other lines need.
std::size_t PlainCsvLines::read_ordinary(std::string_view text, Instant& instant, float* values) const {
  const std::size_t width = roles_->roles.size();
  if (text.size() < (width + 1) * static_cast<std::size_t>(widest_field)) return 0;
  const char delimiter = dialect_.delimiter;
  const char* at = text.data();
  for (std::size_t i = 0; i < width; ++i) {
    if (i > 0 && *at++ != delimiter) return 0;
    if (i == stamp_column_) {
      unsigned hour = 0, minute = 0;
      if (std::memcmp(at, date_.data(), date_.size()) != 0) return 0;
      at += date_.size();
      if (!read_two(at, 23, hour) || at[2] != ':' || !read_two(at + 3, 59, minute)) return 0;
      at += clock_width;
      if (std::memcmp(at, tail_.data(), tail_.size()) != 0) return 0;
      at += tail_.size();
      instant = {midnight_ + Minutes{60 * hour + minute}, 0};
    } else if (*at == delimiter || *at == '\n' || *at == '\r') {
      *values++ = missing;
    } else if (const char* const end = read_number(at, '.', *values); end != nullptr) [[likely]] {
      at = end;
      ++values;
    } else {
      *values++ = missing;
      at = read_word(at);
    }
    if (at == nullptr) return 0;
  }
  at += *at == '\r' ? 1 : 0;
  return *at == '\n' ? static_cast<std::size_t>(at + 1 - text.data()) : 0;
}

std::size_t PlainCsvLines::read(std::string_view text, Instant& instant, float* values) const {
  if (!ready_) return 0;
  if (ordinary_) return read_ordinary(text, instant, values);
  const char* at = text.data();
  const char* const end = at + text.size();
  const char point = dialect_.decimal_comma ? ',' : '.';
  const bool by_blanks = dialect_.by_blanks();
  const std::size_t width = roles_->roles.size();
  Parts parts;
  const auto pass_blanks = [&] {
    while (at != end && is_blank(*at)) ++at;
  };
  for (std::size_t i = 0; i < width; ++i) {
    if (by_blanks) {
      const char* const before = at;
      pass_blanks();
      if (i > 0 && at == before) return 0;
    } else if (i > 0 && *at++ != dialect_.delimiter) {
      return 0;
    }
    if (end - at < widest_field) return 0;
    const auto role = roles_->roles[i];
    if (role == CsvRole::value) {
      float& value = values[roles_->channel[i]];
      if (*at == dialect_.delimiter || *at == '\n' || *at == '\r') {
        if (by_blanks) return 0;  // the line is too short
        value = missing;
        continue;
      }
      const char* const behind = read_number(at, point, value);
      if (behind == nullptr) value = missing;
      at = behind != nullptr ? behind : read_word(at);
    } else {
      at = role == CsvRole::skip ? skip_field(at, end) : read_field(at, role, parts, instant);
    }
    if (at == nullptr) return 0;
  }
  if (by_blanks) pass_blanks();
  if (end - at < std::ssize(std::string_view("\r\n"))) return 0;
  at += *at == '\r' ? 1 : 0;
  if (*at != '\n') return 0;
  if (in_parts_) {
    if (!parts.same_day(day_)) return 0;
    instant = {midnight_ + Minutes{60 * parts.hour + parts.minute}, parts.milliseconds};
  }
  instant = rounded(instant);
  return static_cast<std::size_t>(at + 1 - text.data());
}

}  // namespace symh
