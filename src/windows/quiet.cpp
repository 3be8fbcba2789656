#include "windows/quiet.h"

#include <fmt/format.h>

#include <algorithm>

#include "series/storms.h"

namespace symh {
namespace {

/// The times, in order, at which a training window observes a storm: at its issue time or a valid time.
/// Storms that only other windows observe must not choose the training windows.
std::vector<Time> storm_times(const Prepared& prepared, const Rows& training, const WindowsConfig& config) {
  std::vector<Time> times;
  const auto add = [&](float observed_nt, Time time) {
    if (observed_nt <= default_storm_thresholds_nt[0]) times.push_back(time);
  };
  for (const auto row : training) {
    const Time issue = prepared.grid.time_of(static_cast<std::size_t>(row));
    add(prepared.observed_nt(static_cast<std::size_t>(row)), issue);
    for (const auto lead : config.horizon) add(observed_after(prepared, row, lead), issue + lead);
  }
  std::ranges::sort(times);
  return times;
}

}  // namespace

QuietCounts thin_quiet(const Prepared& prepared, Rows& training, const WindowsConfig& config) {
  QuietCounts counts;
  if (config.quiet_stride == Minutes{0}) return counts;
  const auto storms = storm_times(prepared, training, config);
  const auto longest = *std::ranges::max_element(config.horizon);
  erase_if(training, [&](std::int64_t row) {
    const Time issue = prepared.grid.time_of(static_cast<std::size_t>(row));
    const auto next = std::ranges::lower_bound(storms, issue - config.storm_margin);
    if (next != storms.end() && *next <= issue + longest + config.storm_margin) {
      ++counts.storm;
      return false;
    }
    ++counts.quiet;
    const bool kept = issue.time_since_epoch() % config.quiet_stride == Minutes{0};
    if (kept) ++counts.kept_quiet;
    return !kept;
  });
  return counts;
}

std::string balance_text(const QuietCounts& counts, const WindowsConfig& config) {
  const auto kept = counts.storm + counts.kept_quiet;
  const double share = kept == 0 ? 0 : 100.0 * static_cast<double>(counts.storm) / static_cast<double>(kept);
  return fmt::format(
      "training windows: {} within {} of SYM-H <= -50 nT, and {} of {} quiet ones, one every {} "
      "(windows.quiet_stride): {:.0f} % are of storms",
      counts.storm, format_duration(config.storm_margin), counts.kept_quiet, counts.quiet,
      format_duration(config.quiet_stride), share);
}

}  // namespace symh
