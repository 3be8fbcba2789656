#include "formats/minute_means.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "formats/format.h"
#include "formats/text/instant.h"
#include "series/channels.h"

namespace symh {

std::optional<Time> minute_of_stamp(std::string_view stamp) {
  const auto read = read_instant(stamp);
  if (!read) return std::nullopt;
  return read->instant.minute;
}

MinuteMeans::MinuteMeans(std::vector<std::string> channels) : channels_(std::move(channels)) {}

void MinuteMeans::add(Time time, const std::vector<float>& values) {
  auto& sums = minutes_.try_emplace(time, channels_.size()).first->second;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    if (std::isnan(values[c])) continue;
    const auto* const info = bounded_channel(channels_[c]);
    if (const auto kind = classify(info, values[c]); kind == ValueKind::fill) {
      continue;
    } else if (kind == ValueKind::impossible) {
      if (refused_++ == 0)
        first_refused_ =
            fmt::format("{} at {}, expected {}", values[c], format_time(time), bounds_text(*info));
      continue;
    }
    sums[c].sum += static_cast<double>(values[c]);
    ++sums[c].count;
  }
}

std::string MinuteMeans::refused() const {
  if (refused_ == 0) return "";
  return fmt::format("{} value{} cannot be and {} taken as missing, the first {}", refused_,
                     refused_ == 1 ? "" : "s", refused_ == 1 ? "was" : "were", first_refused_);
}

Series MinuteMeans::series(const std::string& origin) const {
  std::string text = "time";
  for (const auto& channel : channels_) text += "," + channel;
  text += "\n";
  for (const auto& [time, sums] : minutes_) {
    text += format_time(time);
    for (const auto& sum : sums) {
      text += ",";
      if (sum.count > 0)
        fmt::format_to(std::back_inserter(text), "{}", static_cast<float>(sum.sum / sum.count));
    }
    text += "\n";
  }
  return format_named("CSV").parse({text, origin}, {}).series;
}

}  // namespace symh
