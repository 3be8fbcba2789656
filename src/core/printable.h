#pragma once
#include <string>
#include <string_view>

namespace symh {

/// What printable() does with line breaks.
enum class Newlines { kept, escaped };

/// Text that may hold foreign words (names of files, channels, models and keys; answers of servers) as a
/// terminal or a page may get it: control characters (C0, DEL, C1) and those that change the direction of the
/// text (U+202A-U+202E, U+2066-U+2069) become `\u001b`, bytes that are not UTF-8 become `\xff`. The text is
/// otherwise unchanged, also if it is printable already, and JSON stays JSON.
std::string printable(std::string_view text, Newlines newlines = Newlines::kept);

}  // namespace symh
