#include "core/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace symh {
namespace {

/// A character at the beginning of a text, and the number of its bytes; `bytes` is 0 where no UTF-8 begins.
struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0;
};

/// Refuses overlong forms, halves of surrogate pairs and codes beyond Unicode.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const auto lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 && lead < 0xF5   ? 4
                            : lead >= 0xE0 && lead < 0xF0 ? 3
                            : lead >= 0xC2 && lead < 0xE0 ? 2
                                                          : 0;
  if (bytes == 0 || text.size() < bytes) return {};
  auto code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    code = code << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t least_of_three = 0x800, least_of_four = 0x10000;
  const bool overlong = (bytes == 3 && code < least_of_three) || (bytes == 4 && code < least_of_four);
  const bool half = code >= 0xD800 && code <= 0xDFFF;
  return overlong || half || code > 0x10FFFF ? Character{} : Character{code, bytes};
}

/// True for a character that moves a terminal's cursor, starts a command to it, or turns the text around.
bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

bool is_plain(char c) { return c == '\n' || (c >= ' ' && c <= '~'); }

}  // namespace

std::string printable(std::string_view text, Newlines newlines) {
  if (newlines == Newlines::kept && std::ranges::all_of(text, is_plain)) return std::string(text);
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto character = first_character(text);
    const auto bytes = std::max<std::size_t>(1, character.bytes);
    const bool kept = character.code == '\n' && newlines == Newlines::kept;
    if (character.bytes == 0)
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    else if (is_control(character.code) && !kept)
      shown += fmt::format("\\u{:04x}", character.code);
    else
      shown += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return shown;
}

}  // namespace symh
