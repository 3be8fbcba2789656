#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace symh {

/// Reads numbers in fixed columns, eight characters at a time in one machine word. For other text (signs
/// except '-', exponents, inner blanks) these functions say "not plain", and to_number() must judge it. The
/// first character must be the word's lowest byte.
inline constexpr bool columns_by_words = std::endian::native == std::endian::little;

inline std::uint64_t eight_characters(const char* text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

/// The same word as eight_characters(), with blanks after the `length` characters.
constexpr std::uint64_t as_word(const char* text, std::size_t length) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8; ++i)
    word |= std::uint64_t{static_cast<unsigned char>(i < length ? text[i] : ' ')} << (8 * i);
  return word;
}

struct PlainNumber {
  std::uint32_t digits = 0;  ///< all digits, without the point
  bool negative = false;
  std::uint64_t faults = 0;  ///< 0 only if the text is plain
};

/// `blanks[-]digits` in the eight characters of `word`, with a digit in each of the last `least` places.
template <int least = 1>
inline PlainNumber plain_number(std::uint64_t word) {
  constexpr std::uint64_t every = 0x0101010101010101, tens = every * 0x10;
  const std::uint64_t x = word ^ (every * '0');  // digits 0...9, a blank 0x10, a minus sign 0x1d
  // Without the mark in the last place, a word of blanks would have no first digit.
  constexpr std::uint64_t must = ~std::uint64_t{0} << (8 * (8 - least));
  const int first_digit = std::countr_zero((~x & tens) | must) & ~7;
  const std::uint64_t before = (std::uint64_t{1} << first_digit) - 1;
  const std::uint64_t digits = x & ~before, sign = (x ^ tens) & before;
  PlainNumber number;
  number.negative = sign != 0;
  const std::uint64_t minus = (std::uint64_t{' ' ^ '-'} << first_digit) >> 8;
  const std::uint64_t above_nine = ((digits + every * 0x76) | digits) & (every * 0x80);
  number.faults = above_nine | static_cast<std::uint64_t>((sign != 0) & (sign != minus));
  std::uint64_t sum = digits * 10 + (digits >> 8);
  sum = (sum & 0x00FF00FF00FF00FF) * 100 + ((sum >> 16) & 0x00FF00FF00FF00FF);
  number.digits =
      static_cast<std::uint32_t>((sum & 0x0000FFFF0000FFFF) * 10000 + ((sum >> 32) & 0x0000FFFF0000FFFF));
  return number;
}

/// The format of a Fortran column: Iw, or Fw.d if `decimals` is not negative.
inline constexpr int no_point = -1;

/// The number in `width` characters from `field`. The function reads the last eight characters of the field
/// (nine with a point), so these must be readable memory.
template <int width, int decimals>
inline PlainNumber fixed_number(const char* field) {
  constexpr bool point = decimals != no_point;
  constexpr int places = point ? width - 1 : width;  // for blanks, sign and digits
  static_assert(places >= 1 && places <= 8);
  const char* const end = field + width;
  std::uint64_t word = eight_characters(end - 8), fault = 0;
  if constexpr (point) {
    constexpr int at = 8 * (7 - decimals);
    fault = ((word >> at) & 0xFF) ^ '.';
    const std::uint64_t before = word & ((std::uint64_t{1} << at) - 1);
    const std::uint64_t behind = decimals == 0 ? 0 : word & (~std::uint64_t{0} << (at + 8) % 64);
    word = before << 8 | behind | static_cast<unsigned char>(end[-9]);
  }
  if constexpr (places < 8) {
    constexpr std::uint64_t others = (std::uint64_t{1} << (8 * (8 - places))) - 1;
    word = (word & ~others) | (as_word("", 0) & others);
  }
  auto number = plain_number<std::max(decimals, 0) + 1>(word);
  number.faults |= fault;
  return number;
}

/// The nearest float, the same as that of to_number().
template <int decimals>
inline float to_float(const PlainNumber& number) {
  constexpr double power[] = {1, 1e1, 1e2, 1e3};
  const double value = number.digits / power[std::max(decimals, 0)];
  return static_cast<float>(number.negative ? -value : value);
}

}  // namespace symh
