#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace symh {

/// The candidate that takes the fewest letters put in, left out or changed to become `word`; the first of
/// equals. There must be one.
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

/// The words of `text` in lines of at most `width` characters, each ended by a newline; a longer word stands
/// alone.
std::string wrap(std::string_view text, std::size_t width);

}  // namespace symh
