#include "experiments/origins.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "core/error.h"

namespace symh {
namespace {

/// The origin `count` steps after the first one.
Time origin_after(Time first, const OriginStep& step, int count) {
  if (step.years == 0) return first + count * step.duration;
  const auto midnight = std::chrono::floor<std::chrono::days>(first);
  auto day = std::chrono::year_month_day{midnight} + std::chrono::years{step.years * count};
  if (!day.ok()) day = day.year() / day.month() / std::chrono::last;
  return std::chrono::sys_days{day} + (first - midnight);
}

constexpr int most_years = 100;
constexpr std::size_t most_periods = 1000;

}  // namespace

OriginStep parse_origin_step(const std::string& text) {
  OriginStep step;
  const char* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, step.years);
      read.ec == std::errc{} && step.years > 0 && step.years <= most_years &&
      std::string_view(read.ptr, end) == "y")
    return step;
  const auto duration = parse_duration(text);
  if (!duration)
    throw UsageError(fmt::format("--every {}: expected years or a duration, such as 1y, 90d", text));
  return {0, *duration};
}

std::vector<Time> origin_bounds(Time first, const OriginStep& step, Time until) {
  if (first >= until)
    throw UsageError(
        fmt::format("--from {} is not before the end, {}", format_time(first), format_time(until)));
  std::vector<Time> bounds;
  for (int k = 0; bounds.empty() || bounds.back() < until; ++k) {
    if (bounds.size() > most_periods)
      throw UsageError(fmt::format(
          "--every gives more than {} periods from {} to {}, each with models of its own; choose a longer "
          "--every or a later --from",
          most_periods, format_time(first), format_time(until)));
    bounds.push_back(std::min(until, origin_after(first, step, k)));
  }
  return bounds;
}

}  // namespace symh
