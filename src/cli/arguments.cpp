#include "cli/arguments.h"

#include "core/error.h"

namespace symh::cli {
namespace {

/// The year, if the text is a year and nothing more.
std::optional<int> bare_year(const std::string& text) {
  constexpr std::size_t digits = 4;
  const bool is_year = text.size() == digits && text.find_first_not_of("0123456789") == std::string::npos;
  return is_year ? std::optional(std::stoi(text)) : std::nullopt;
}

}  // namespace

std::optional<Time> optional_time(const std::string& text, const std::string& flag) {
  return text.empty() ? std::nullopt : std::optional(require_time(text, flag));
}

std::optional<Time> period_first(const std::string& text, const std::string& flag) {
  const auto year = bare_year(text);
  return year ? make_time(*year, 1, 1) : optional_time(text, flag);
}

std::optional<Time> period_last(const std::string& text, const std::string& flag) {
  const auto end = period_end(text, flag);
  return end && bare_year(text) ? *end - Minutes{1} : end;
}

std::optional<Time> period_end(const std::string& text, const std::string& flag) {
  const auto year = bare_year(text);
  return year ? make_time(*year + 1, 1, 1) : optional_time(text, flag);
}

std::string shell_quoted(const std::string& text) {
  const bool plain = text.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                         "_-./=,:+") == std::string::npos;
  if (plain && !text.empty()) return text;
  std::string escaped;
  for (const char c : text) escaped += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "'" + escaped + "'";
}

}  // namespace symh::cli
