#include "core/text.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace symh {
namespace {

/// The number of characters to add, drop or change to make `a` from `b`; `enough` if that is not less.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t enough) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) >= enough) return enough;
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    std::size_t least = row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      least = std::min(least, row[j]);
      diagonal = above;
    }
    if (least >= enough) return enough;
  }
  return row.back();
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  constexpr std::size_t most_characters = 100;  // nobody mistypes a name at such a length
  const auto begin = std::string_view(word).substr(0, most_characters);
  const std::string* best = &candidates.front();
  std::size_t least = std::string_view::npos;
  for (const auto& candidate : candidates)
    if (const auto distance = edit_distance(begin, candidate, least); distance < least) {
      best = &candidate;
      least = distance;
    }
  return *best;
}

std::string wrap(std::string_view text, std::size_t width) {
  std::string lines;
  std::size_t used = 0;
  for (std::size_t at = text.find_first_not_of(' '); at != std::string_view::npos;) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    if (used > 0) {
      const bool fits = used + 1 + word.size() <= width;
      lines += fits ? ' ' : '\n';
      used = fits ? used + 1 : 0;
    }
    lines += word;
    used += word.size();
    at = text.find_first_not_of(' ', end);
  }
  return lines + '\n';
}

}  // namespace symh
