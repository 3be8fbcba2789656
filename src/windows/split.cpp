#include "windows/split.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace symh {
namespace {

/// The stretches of time that validation takes.
std::vector<TimeSpan> validation_spans(const Prepared& prepared, const Rows& rows, const SplitConfig& split) {
  const auto& grid = prepared.grid;
  if (split.by == SplitBy::date) return {{*parse_time(split.validation_from), grid.last_time()}};
  if (split.by == SplitBy::fraction) {
    const auto first =
        static_cast<std::size_t>(static_cast<double>(rows.size()) * (1.0 - split.validation_fraction));
    if (first >= rows.size()) return {};
    return {{grid.time_of(static_cast<std::size_t>(rows[first])), grid.last_time()}};
  }
  std::vector<TimeSpan> spans;
  const auto every =
      std::max<std::size_t>(2, static_cast<std::size_t>(std::lround(1.0 / split.validation_fraction)));
  const auto all = time_spans(prepared);
  for (std::size_t i = every - 1; i < all.size(); i += every) spans.push_back(all[i]);
  return spans;
}

bool inside(const std::vector<TimeSpan>& spans, Time time, Minutes margin) {
  return std::ranges::any_of(
      spans, [&](const TimeSpan& span) { return time >= span.first - margin && time <= span.last + margin; });
}

}  // namespace

std::vector<TimeSpan> time_spans(const Prepared& prepared) {
  std::vector<TimeSpan> spans;
  for (const auto& segment : prepared.grid.segments)
    spans.push_back({segment.start, segment.end(prepared.grid.cadence) - prepared.grid.cadence});
  return spans;
}

Minutes effective_embargo(const SplitConfig& split, const WindowsConfig& windows) {
  // A model that bridges a gap reads the target and the wind of the last day, whatever its lookback.
  const Minutes reach = bridges_gap(windows) ? std::max(windows.lookback, Minutes{1440}) : windows.lookback;
  return std::max(split.embargo, reach + *std::ranges::max_element(windows.horizon));
}

std::size_t apply_embargo(const Prepared& prepared, Rows& rows, const std::vector<TimeSpan>& kept_apart,
                          Minutes embargo) {
  return erase_if(rows, [&](std::int64_t row) {
    return inside(kept_apart, prepared.grid.time_of(static_cast<std::size_t>(row)), embargo);
  });
}

Split split_rows(const Prepared& prepared, const Rows& rows, const SplitConfig& split,
                 const WindowsConfig& windows) {
  Split parts;
  const auto spans = validation_spans(prepared, rows, split);
  for (const auto row : rows) {
    const bool validation = inside(spans, prepared.grid.time_of(static_cast<std::size_t>(row)), Minutes{0});
    (validation ? parts.validation : parts.train).push_back(row);
  }
  parts.embargoed = apply_embargo(prepared, parts.train, spans, effective_embargo(split, windows));
  if (parts.train.empty() || parts.validation.empty())
    throw DataError(
        "the split leaves no windows for training or validation; give more data, a shorter lookback or "
        "another [split]");
  return parts;
}

}  // namespace symh
