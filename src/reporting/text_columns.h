#pragma once
#include <string>
#include <string_view>

namespace symh {

/// The width of a terminal.
inline constexpr std::size_t text_width = 80;

/// A number in exactly `width` columns, right-aligned, the first one blank, with `decimals` digits, or fewer
/// if they do not fit. `-` if undefined.
std::string cell(double value, std::size_t width, int decimals);
std::string cell(std::size_t count, std::size_t width);
/// `[low high]`, right-aligned in exactly `width` columns.
std::string interval_cell(double low, double high, std::size_t width, int decimals);
/// A name in exactly `width` columns, left-aligned. A name that is too long loses the end of its first word
/// (`exponent._recovery`) or, if it has only one word, the end of that.
std::string name_cell(std::string_view name, std::size_t width);
/// The longest beginning of UTF-8 text that takes at most `width` columns.
std::string clip(std::string_view text, std::size_t width);

}  // namespace symh
