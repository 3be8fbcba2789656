#include "products/odds_text.h"

#include <fmt/format.h>

namespace symh {
namespace {

/// `+1d ` for a time on the day after that of `issue`; nothing on the same day.
std::string day_text(Time time, Time issue) {
  const auto days =
      std::chrono::floor<std::chrono::days>(time) - std::chrono::floor<std::chrono::days>(issue);
  return days.count() == 0 ? "" : fmt::format("+{}d ", days.count());
}

/// `18:25 to 19:30`, `23:15 to +1d 00:10` or, both on the next day, `+1d 00:10 to 03:00`.
std::string span_text(const TimeSpread& when, Time issue) {
  const auto clock = [](Time time) { return format_time(time).substr(11, 5); };
  const auto from = day_text(when.q05, issue), to = day_text(when.q95, issue);
  return fmt::format("{}{} to {}{}", from, clock(when.q05), to == from ? "" : to, clock(when.q95));
}

}  // namespace

std::string chance_text(double chance) {
  constexpr double least = 0.01;
  if (chance < least) return "< 1 %";
  if (chance > 1 - least) return "> 99 %";
  return fmt::format("{:.0f} %", 100 * chance);
}

std::string to_text(const std::optional<Odds>& odds) {
  if (!odds || odds->minimum.empty()) return "";
  std::string text = "\nchance that it falls to\n within";
  for (const float threshold_nt : odds_thresholds_nt)
    text += fmt::format(" {:>7}", fmt::format("{:.0f} nT", threshold_nt));
  text += " lowest value, 5-95 % due\n";
  for (const auto& minimum : odds->minimum) {
    text += fmt::format("{:>7}", format_duration(minimum.within));
    for (const double chance : minimum.at_or_below) text += fmt::format(" {:>7}", chance_text(chance));
    text += fmt::format(" {:>6.0f} {:<13} {}\n", minimum.mean_nt,
                        fmt::format("[{:.0f}, {:.0f}]", minimum.q05_nt, minimum.q95_nt),
                        span_text(minimum.when, odds->issue_time));
  }
  if (odds->all_clear)
    text += fmt::format("chance that it stays above {:.0f} nT for {}: {}\n", all_clear_above_nt,
                        format_duration(all_clear_window), chance_text(*odds->all_clear));
  return text;
}

}  // namespace symh
