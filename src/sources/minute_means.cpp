#include "sources/minute_means.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "formats/format.h"
#include "formats/text/line_reader.h"
#include "series/channels.h"

namespace symh {
namespace {

/// Converts `YYYY-MM-DD` or `YYYY-DDD` to `YYYY-MM-DD`; empty for any other text.
std::string calendar_date(std::string_view date) {
  if (date.size() == 10) return std::string(date);
  const auto year = date.size() == 8 ? digits(date.substr(0, 4)) : std::nullopt;
  const auto day = date.size() == 8 ? digits(date.substr(5, 3)) : std::nullopt;
  if (!year || !day || *day < 1 || *day > 366) return "";
  return format_time(make_time(*year, 1, 1) + Minutes{(*day - 1) * 1440}).substr(0, 10);
}

/// True if the text begins with valid seconds, `:ss`.
bool begins_with_seconds(std::string_view text) {
  const auto seconds = text.size() >= 3 && text[0] == ':' ? digits(text.substr(1, 2)) : std::nullopt;
  return seconds && *seconds <= 60;  // 60: a leap second belongs to the minute before it
}

}  // namespace

std::optional<Time> minute_of_stamp(std::string_view stamp) {
  const auto split = stamp.find_first_of("T ");
  auto date = calendar_date(stamp.substr(0, stamp.find_first_of("TZ ")));
  if (split == std::string_view::npos) return parse_time(date);
  constexpr std::size_t hours_and_minutes = 5;
  const auto clock = stamp.substr(split + 1, hours_and_minutes);
  auto rest = stamp.substr(std::min(stamp.size(), split + 1 + hours_and_minutes));
  if (begins_with_seconds(rest)) {
    rest.remove_prefix(3);
    if (rest.starts_with('.'))
      rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of("0123456789", 1)));
  }
  return parse_time(date.append("T").append(clock).append(rest));
}

MinuteMeans::MinuteMeans(std::vector<std::string> channels) : channels_(std::move(channels)) {}

void MinuteMeans::add(Time time, const std::vector<float>& values) {
  auto& sums = minutes_.try_emplace(time, channels_.size()).first->second;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    if (std::isnan(values[c])) continue;
    if (const auto* info = bounded_channel(channels_[c]); out_of_bounds(info, values[c])) {
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
