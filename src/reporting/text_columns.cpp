#include "reporting/text_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace symh {
namespace {

/// The number with `decimals` or fewer, so that it fits; if it does not fit at all, a power of ten.
std::string fitted(double value, std::size_t width, int decimals) {
  if (std::isnan(value)) return "-";
  for (int digits = decimals; digits >= 0; --digits) {
    auto text = fmt::format("{:.{}f}", value, digits);
    if (text.size() <= width) return text;
  }
  const auto power = fmt::format("{:.0e}", value);
  return power.size() <= width ? power : std::string("*");
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

}  // namespace

std::string cell(double value, std::size_t width, int decimals) {
  return fmt::format("{:>{}}", fitted(value, width - 1, decimals), width);
}

std::string cell(std::size_t count, std::size_t width) { return cell(static_cast<double>(count), width, 0); }

std::string interval_cell(double low, double high, std::size_t width, int decimals) {
  if (std::isnan(low) || std::isnan(high)) return fmt::format("{:>{}}", "-", width);
  // Room for a leading blank, two brackets and a blank between.
  const std::size_t each = (width - 4) / 2;
  return fmt::format(
      "{:>{}}", fmt::format("[{} {}]", fitted(low, each, decimals), fitted(high, each, decimals)), width);
}

std::string clip(std::string_view text, std::size_t width) {
  std::size_t end = 0, used = 0;
  for (; end < text.size(); ++end) {
    if (begins_character(text[end]) && ++used > width) break;
  }
  return std::string(text.substr(0, end));
}

std::string name_cell(std::string_view name, std::size_t width) {
  std::string shown(name);
  if (columns(name) > width) {
    const auto rest = name.substr(std::min(name.find('_'), name.size()));
    const bool splits = columns(rest) + 2 <= width;
    shown = splits ? clip(name, width - 1 - columns(rest)) + "." + std::string(rest)
                   : clip(name, width - 1) + ".";
  }
  return shown + std::string(width - columns(shown), ' ');
}

}  // namespace symh
