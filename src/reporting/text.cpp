#include "reporting/text.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/printable.h"

namespace symh {
namespace {
constexpr std::string_view en_dash = "\xE2\x80\x93";
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string json_string(std::string_view text) {
  std::string out;
  for (const char c : printable(json_text(std::string(text), -1)))
    if (c == '<' || c == '>' || c == '&')  // `</script>` and `<!--` would otherwise end or change the element
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      out += c;
  return out;
}

std::string json_number(double value, int digits) {
  return std::isfinite(value) ? fmt::format("{:.{}g}", value, digits) : "null";
}

std::string json_numbers(const std::vector<double>& values, int digits) {
  std::string out = "[";
  for (const double value : values) {
    if (out.size() > 1) out += ',';
    out += json_number(value, digits);
  }
  return out + ']';
}

std::string cell(double value, int decimals) {
  if (!std::isfinite(value)) return std::string(en_dash);
  auto text = fmt::format("{:.{}f}", value, decimals);
  // A rounded "-0.00" reads as if the sign meant something.
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

bool is_numeric_cell(std::string_view text) {
  if (text == en_dash) return true;
  return !text.empty() && text.find_first_of("0123456789") != std::string_view::npos &&
         text.find_first_not_of("0123456789+-.,%[]() e") == std::string_view::npos;
}

}  // namespace symh
