#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace symh {

/// Splits at blanks and tabs. `words` receives as many words as it has room for; returns the number of all
/// words of the line.
std::size_t split_words(std::string_view line, std::span<std::string_view> words);

/// All words of the line.
std::vector<std::string_view> words_of(std::string_view line);

}  // namespace symh
