#include "formats/fill_counts.h"

#include <fmt/format.h>

namespace symh {

std::vector<std::string> FillCounts::lines(const std::string& file) const {
  std::vector<std::string> lines;
  for (std::size_t c = 0; c < counts_.size(); ++c) {
    const auto& count = counts_[c];
    if (count.values == 0) continue;
    const bool one = count.values == 1;
    lines.push_back(fmt::format("{}: {}: {} value{} fill value{} ({}{}) and count{} as missing", file,
                                channels_[c], count.values, one ? " is a" : "s are", one ? "" : "s",
                                count.first, count.differ ? " and others" : "", one ? "s" : ""));
  }
  return lines;
}

}  // namespace symh
