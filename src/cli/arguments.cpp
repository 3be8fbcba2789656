#include "cli/arguments.h"

#include "core/error.h"

namespace symh::cli {

std::optional<Time> optional_time(const std::string& text, const std::string& flag) {
  return text.empty() ? std::nullopt : std::optional(require_time(text, flag));
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
