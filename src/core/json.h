#pragma once
#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace symh {

/// How much a JSON text may hold. The defaults hold every file that symh writes and every answer of its
/// sources many times over.
struct JsonLimits {
  std::size_t bytes = std::size_t{256} << 20;
  std::size_t depth = 64;           ///< objects and arrays within each other
  std::size_t values = 20'000'000;  ///< members of objects and elements of arrays, all together
};

/// The only reader of JSON in symh, because each text may come from a stranger. Throws DataError if `text` is
/// not JSON, if it passes a limit, or if one of its numbers is too large for a double. The message begins
/// with `origin`, says what symh found and ends with `remedy`.
nlohmann::json parse_json(std::string_view text, const std::string& origin, const std::string& remedy,
                          const JsonLimits& limits = {});

/// parse_json() for a text that may be anything: a discarded value where parse_json() would throw.
nlohmann::json parse_json_or_discard(std::string_view text, const JsonLimits& limits = {});

/// The whole number `value`. Throws DataError, without the name of a file, if `value` is no whole number from
/// `low` to `high`.
std::int64_t whole_number(const nlohmann::json& value, std::int64_t low, std::int64_t high);

/// The text of a value, as dump(indent) gives it. Use it for all JSON that is written: bytes that are not
/// UTF-8, such as those in the name of a file, become U+FFFD, where dump() throws.
std::string json_text(const nlohmann::json& value, int indent = -1);

/// `text` with U+FFFD in the place of bytes that are not UTF-8.
std::string utf8_text(const std::string& text);

/// A value as errors show it: at most 40 characters, all of them printable ASCII; lists and objects by their
/// type, because they may be huge.
std::string shown(const nlohmann::json& value);

}  // namespace symh
