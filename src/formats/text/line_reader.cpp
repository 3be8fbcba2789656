#include "formats/text/line_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "core/error.h"
#include "formats/parse_text.h"

namespace symh {

namespace {

/// `found …, expected …`; shows unprintable characters as `?`.
std::string complaint(std::string_view found, std::string_view expected) {
  std::string shown;
  for (const char c : found.substr(0, 40)) shown += c >= ' ' && c <= '~' ? c : '?';
  return fmt::format("found '{}', expected {}", shown, expected);
}

/// Reads [-]digits[.digits] of at most nine digits, the usual form in data files. The result is exactly
/// rounded: the error of the double quotient is too small to change the nearest float.
std::optional<float> short_decimal(std::string_view text) {
  constexpr std::size_t most_digits = 9;
  constexpr double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  const bool negative = text.front() == '-';
  if (negative) text.remove_prefix(1);
  long number = 0;
  std::size_t count = 0, behind_point = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point && count > 0) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++count > most_digits) return std::nullopt;
    number = number * 10 + (c - '0');
    behind_point += point ? 1 : 0;
  }
  if (count == 0 || (point && behind_point == 0)) return std::nullopt;
  const double value = static_cast<double>(number) / power[behind_point];
  return static_cast<float>(negative ? -value : value);
}

/// True if the file, read with --tolerant, gives at least one value.
bool tolerance_keeps_values(const TextInput& input, const ReadOptions& options) {
  auto tolerant = options;
  tolerant.tolerant = true;
  try {
    const auto parsed = parse_text(input.path, input.text, tolerant);
    return std::ranges::any_of(parsed.series.channels, [](const Channel& channel) {
      return std::ranges::any_of(channel.values, [](float value) { return !std::isnan(value); });
    });
  } catch (const DataError&) {
    return false;
  }
}

}  // namespace

LineReader::LineReader(std::string_view text) : rest_(text) {
  if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
}

bool LineReader::next(std::string_view& line) {
  if (rest_.empty()) return false;
  const auto end = rest_.find('\n');
  unfinished_ = end == std::string_view::npos;
  line = rest_.substr(0, end);
  rest_.remove_prefix(unfinished_ ? rest_.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  ++number_;
  return true;
}

void refuse(const TextInput& input, std::size_t line, std::size_t column, std::string_view found,
            std::string_view expected, std::string_view remedy) {
  throw DataError(
      fmt::format("{}:{}:{}: {}; {}", input.path, line, column, complaint(found, expected), remedy));
}

void BadLines::add(std::size_t line, std::size_t column, std::string_view found, std::string_view expected,
                   std::string_view remedy) {
  add_to(source_.skipped_lines, "lines", line, column, found, expected, remedy);
}

void BadLines::add_field(std::size_t line, std::size_t column, std::string_view found,
                         std::string_view expected, std::string_view remedy) {
  add_to(source_.skipped_fields, "fields", line, column, found, expected, remedy);
}

void BadLines::add_to(std::size_t& count, std::string_view what, std::size_t line, std::size_t column,
                      std::string_view found, std::string_view expected, std::string_view remedy) {
  if (!options_.tolerant)
    refuse(input_, line, column, found, expected,
           input_.skippable && tolerance_keeps_values(input_, options_)
               ? fmt::format("{}, or skip bad {} with --tolerant", remedy, what)
               : std::string(remedy));
  if (source_.first_skipped.empty())
    source_.first_skipped = fmt::format("{}:{}: {}", line, column, complaint(found, expected));
  ++count;
}

std::string_view without_tags(std::string_view line) {
  if (!line.starts_with('<')) return line.substr(0, line.find('<'));
  if (const auto close = line.find_last_of('>'); close != std::string_view::npos) {
    const auto rest = trim(line.substr(close + 1));
    if (rest.empty()) return {};
    line = rest;
  }
  return line.substr(0, line.find('<'));
}

bool is_web_page(std::string_view text) {
  constexpr std::size_t looked_at = 1024;
  std::string head(text.substr(0, looked_at));
  std::ranges::transform(head, head.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return head.find("<html") != std::string::npos || head.find("<!doctype") != std::string::npos;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<long> to_integer(std::string_view text) {
  text = trim(text);
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<float> to_number(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  if (const auto short_value = short_decimal(text)) return short_value;
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<int> digits(std::string_view text) {
  constexpr std::size_t most_digits = 9;  // more may not fit an int
  if (text.size() > most_digits) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

}  // namespace symh
