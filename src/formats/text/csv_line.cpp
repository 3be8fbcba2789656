#include "formats/text/csv_line.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "series/series.h"

namespace symh {
namespace {

constexpr std::size_t most_digits = 9;  // up to here a quotient of doubles rounds to the exact float
constexpr std::size_t widest_number = 2 * (most_digits + 1) + 2;  // read_number() reads no further than this
constexpr std::size_t date_width = 11, clock_width = 5;
constexpr double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

unsigned digit(char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)) - '0'; }

/// Reads digits from `at` on, at most one more than a number may have.
const char* read_digits(const char* at, std::uint64_t& number) {
  const char* const last = at + most_digits + 1;
  for (unsigned d = 0; at != last && (d = digit(*at)) <= 9; ++at) number = number * 10 + d;
  return at;
}

/// Reads [-]digits[.digits]; nullptr for any other text.
const char* read_number(const char* at, float& value) {
  const bool negative = *at == '-';
  at += negative ? 1 : 0;
  std::uint64_t number = 0;
  const char* end = read_digits(at, number);
  auto count = end - at;
  std::ptrdiff_t behind = 0;
  if (count == 0) return nullptr;
  if (*end == '.') {
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

}  // namespace

void PlainCsvLines::remember(std::string_view stamp, Time time) {
  constexpr std::array<std::string_view, 6> whole_minutes_utc{"", "Z", ":00", ":00Z", ":00.000", ":00.000Z"};
  date_.clear();
  if (stamp.size() < date_width + clock_width) return;
  const auto behind = stamp.substr(date_width + clock_width);
  if (std::ranges::find(whole_minutes_utc, behind) == whole_minutes_utc.end()) return;
  date_ = stamp.substr(0, date_width);
  seconds_ = behind;
  midnight_ = std::chrono::floor<std::chrono::days>(time);
}

/// Reads a stamp and returns its end; nullptr if it is not written like the remembered one on that day.
const char* PlainCsvLines::read_stamp(const char* at, Time& time) const {
  if (std::memcmp(at, date_.data(), date_width) != 0) return nullptr;
  at += date_width;
  const unsigned h = digit(at[0]), hh = digit(at[1]), m = digit(at[3]), mm = digit(at[4]);
  const unsigned hour = 10 * h + hh, minute = 10 * m + mm;
  if (h > 9 || hh > 9 || m > 9 || mm > 9 || hour > 23 || minute > 59 || at[2] != ':') return nullptr;
  at += clock_width;
  if (std::memcmp(at, seconds_.data(), seconds_.size()) != 0) return nullptr;
  time = midnight_ + Minutes{60 * hour + minute};
  return at + seconds_.size();
}

std::size_t PlainCsvLines::read(std::string_view text, Time& time, float* values) const {
  const std::size_t longest =
      date_width + clock_width + seconds_.size() + width_ * (widest_number + 2) + std::strlen("\r\n");
  if (date_.empty() || text.size() < longest) return 0;
  const char* at = text.data();
  for (std::size_t i = 0; i < width_; ++i) {
    if (i > 0 && *at++ != delimiter_) return 0;
    if (i == time_column_) {
      at = read_stamp(at, time);
    } else if (*at == delimiter_ || *at == '\n' || *at == '\r') {
      *values++ = missing;
    } else {
      at = read_number(at, *values++);
    }
    if (at == nullptr) return 0;
  }
  at += *at == '\r' ? 1 : 0;
  return *at == '\n' ? static_cast<std::size_t>(at + 1 - text.data()) : 0;
}

}  // namespace symh
