#include "products/odds_text.h"

#include <fmt/format.h>

namespace symh {
namespace {

/// `18:25`, with the date if the day is not that of `issue`.
std::string clock_text(Time time, Time issue) {
  const auto text = format_time(time);  // 2003-11-20T18:25:00Z
  const bool same_day = text.substr(0, 10) == format_time(issue).substr(0, 10);
  return same_day ? text.substr(11, 5) : fmt::format("{} {}", text.substr(5, 5), text.substr(11, 5));
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
  text += "   lowest value, 5-95 %        due\n";
  for (const auto& minimum : odds->minimum) {
    text += fmt::format("{:>7}", format_duration(minimum.within));
    for (const double chance : minimum.at_or_below) text += fmt::format(" {:>7}", chance_text(chance));
    text += fmt::format("   {:>6.0f} {:<15}  {} to {}\n", minimum.mean_nt,
                        fmt::format("[{:.0f}, {:.0f}]", minimum.q05_nt, minimum.q95_nt),
                        clock_text(minimum.when.q05, odds->issue_time),
                        clock_text(minimum.when.q95, odds->issue_time));
  }
  if (odds->all_clear)
    text += fmt::format("chance that it stays above {:.0f} nT for {}: {}\n", all_clear_above_nt,
                        format_duration(all_clear_window), chance_text(*odds->all_clear));
  return text;
}

}  // namespace symh
