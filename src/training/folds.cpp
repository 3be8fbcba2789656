#include "training/folds.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace symh {
namespace {

/// What is dealt to the folds: segments, or blocks of time where there are too few.
std::vector<TimeSpan> storms_or_blocks(const Prepared& prepared, std::int64_t folds) {
  auto spans = time_spans(prepared);
  if (std::ssize(spans) >= folds) return spans;
  const Time first = spans.front().first, last = spans.back().last;
  const Minutes length = (last - first) / folds + Minutes{1};
  spans.clear();
  for (Time start = first; start <= last; start += length)
    spans.push_back({start, std::min(last, start + length - Minutes{1})});
  return spans;
}

bool inside(const std::vector<TimeSpan>& spans, Time time) {
  return std::ranges::any_of(spans,
                             [&](const TimeSpan& span) { return time >= span.first && time <= span.last; });
}

}  // namespace

std::vector<Fold> make_folds(const Prepared& prepared, const std::vector<std::int64_t>& rows,
                             std::int64_t folds, Minutes embargo) {
  const auto spans = storms_or_blocks(prepared, folds);
  std::vector<Fold> made(static_cast<std::size_t>(folds));
  for (std::size_t i = 0; i < spans.size(); ++i) made[i % made.size()].left_out_spans.push_back(spans[i]);
  for (auto& fold : made) {
    for (const auto row : rows) {
      const bool left_out = inside(fold.left_out_spans, prepared.grid.time_of(static_cast<std::size_t>(row)));
      (left_out ? fold.left_out : fold.train).push_back(row);
    }
    fold.embargoed = apply_embargo(prepared, fold.train, fold.left_out_spans, embargo);
    if (fold.train.empty() || fold.left_out.empty())
      throw DataError(fmt::format(
          "folds = {} leaves a fold without windows; give more storms, fewer folds or a shorter lookback",
          folds));
  }
  return made;
}

}  // namespace symh
