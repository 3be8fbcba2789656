#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace symh {

/// The candidate with the smallest edit distance to `word` (letters inserted, removed or changed); the first
/// of equals. Of `word` the first 100 characters count. `candidates` must not be empty.
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

/// The words of `text` in lines of at most `width` characters, each ended by a newline; a longer word gets
/// a line of its own.
std::string wrap(std::string_view text, std::size_t width);

}  // namespace symh
