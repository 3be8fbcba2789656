#include "formats/text/words.h"

namespace symh {

std::size_t split_words(std::string_view line, std::span<std::string_view> words) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.size();) {
    while (i < line.size() && is_blank(line[i])) ++i;
    const std::size_t begin = i;
    while (i < line.size() && !is_blank(line[i])) ++i;
    if (i == begin) break;
    if (count < words.size()) words[count] = line.substr(begin, i - begin);
    ++count;
  }
  return count;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words(split_words(line, {}));
  split_words(line, words);
  return words;
}

}  // namespace symh
