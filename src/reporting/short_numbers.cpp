#include "reporting/short_numbers.h"

#include <cmath>
#include <cstdint>
#include <string_view>

namespace symh {

std::string short_numbers(const std::vector<double>& values) {
  constexpr std::string_view letters = short_number_letters;
  static_assert(letters.size() == 80);
  std::string text;
  std::int64_t last = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      text += ' ';
      continue;
    }
    const auto whole = std::llround(value);
    const auto distance = whole - last;
    const auto code = static_cast<std::uint64_t>(distance >= 0 ? 2 * distance : -2 * distance - 1);
    last = whole;
    if (code < letters.size())
      text += letters[code];
    else
      text.append(1, '~').append(std::to_string(code)).append(1, '~');
  }
  return text;
}

}  // namespace symh
