#include "core/json.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace symh {
namespace {

using nlohmann::json;

/// The limit that the text passes; empty if none. Works on the text, before anything is built from it. The
/// counts are of brackets and commas outside strings, so that they are right for every text that is JSON.
std::string passed_limit(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) return fmt::format("JSON of more than {} bytes", limits.bytes);
  std::size_t depth = 0, values = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '"':
        while (++i < text.size() && text[i] != '"')
          if (text[i] == '\\') ++i;
        break;
      case '[':
      case '{':
        if (++depth > limits.depth) return fmt::format("JSON nested deeper than {} levels", limits.depth);
        ++values;
        break;
      case ']':
      case '}':
        depth -= depth > 0 ? 1 : 0;
        break;
      case ',':
        if (++values > limits.values) return fmt::format("JSON of more than {} values", limits.values);
        break;
      default:
        break;
    }
  }
  return "";
}

}  // namespace

json parse_json(std::string_view text, const std::string& origin, const std::string& remedy,
                const JsonLimits& limits) {
  const auto refuse = [&](const std::string& found) {
    return DataError(fmt::format("{}: found {}; {}", origin, found, remedy));
  };
  if (const auto passed = passed_limit(text, limits); !passed.empty()) throw refuse(passed);
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    throw refuse(fmt::format("no JSON, or it is cut (byte {})", error.byte));
  } catch (const json::exception&) {
    throw refuse("a number in JSON that is too large");
  }
}

json parse_json_or_discard(std::string_view text, const JsonLimits& limits) {
  return passed_limit(text, limits).empty() ? json::parse(text, nullptr, false)
                                            : json(json::value_t::discarded);
}

std::int64_t whole_number(const json& value, std::int64_t low, std::int64_t high) {
  const auto wrong = [&] {
    return DataError(fmt::format("found {}, expected a whole number from {} to {}", shown(value), low, high));
  };
  if (!value.is_number()) throw wrong();
  const auto number = value.get<double>();
  constexpr double exact = 9e15;  // up to here a double holds every whole number
  if (!(std::abs(number) <= exact) || number != std::floor(number)) throw wrong();
  const auto whole = static_cast<std::int64_t>(number);
  if (whole < low || whole > high) throw wrong();
  return whole;
}

std::string json_text(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

std::string utf8_text(const std::string& text) { return json::parse(json_text(text)).get<std::string>(); }

std::string shown(const json& value) {
  constexpr std::size_t longest = 40;
  return value.is_structured() ? std::string(value.type_name())
                               : value.dump(-1, ' ', true, json::error_handler_t::replace).substr(0, longest);
}

}  // namespace symh
