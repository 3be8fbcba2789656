#include "formats/text/csv_values.h"

#include <algorithm>
#include <cmath>

namespace symh {

CsvValues::CsvValues(const CsvRoles& roles)
    : roles_(roles),
      fills_(roles.fills),
      words_(roles.channels.size(), false),
      decided_(roles.channels.size(), true),
      counts_(roles.channels) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  for (std::size_t c = 0; c < roles.channels.size(); ++c) {
    const auto* const info = roles.infos[c];
    lows_.push_back(info == nullptr ? -infinity : info->usual_low());
    highs_.push_back(info == nullptr ? infinity : info->usual_high());
    if (info == nullptr) {
      undecided_.push_back(c);
      decided_[c] = false;
    }
    if (!std::isnan(fills_[c])) with_fill_.push_back(c);
  }
}

ValueKind CsvValues::kind_of(std::size_t channel, float value) const {
  return value == fills_[channel] ? ValueKind::fill : classify(roles_.infos[channel], value);
}

float CsvValues::settled(std::size_t channel, float value) {
  if (!is_unusual(channel, value) || kind_of(channel, value) != ValueKind::fill) return value;
  counts_.add(channel, value);
  return missing;
}

bool CsvValues::settle_unusual(std::vector<float>& values) {
  for (std::size_t c = 0; c < values.size(); ++c)
    if (is_unusual(c, values[c]) && kind_of(c, values[c]) == ValueKind::impossible) return false;
  for (std::size_t c = 0; c < values.size(); ++c) values[c] = settled(c, values[c]);
  return true;
}

bool CsvValues::becomes_words(std::size_t channel) {
  if (decided_[channel]) return false;
  decided_[channel] = true;
  words_[channel] = true;
  return true;
}

void CsvValues::decide(const std::vector<float>& values) {
  std::erase_if(undecided_, [&](std::size_t c) {
    decided_[c] = decided_[c] || !std::isnan(values[c]);
    return decided_[c];
  });
}

}  // namespace symh
