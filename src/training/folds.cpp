#include "training/folds.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "physics/solar_rotation.h"

namespace symh {
namespace {

/// The pieces that go to the folds in turn: segments, or blocks of time if there are too few segments.
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

/// The solar rotations that hold an issue time.
std::vector<TimeSpan> rotations(const Prepared& prepared, const Rows& rows) {
  std::vector<TimeSpan> spans;
  for (const auto row : rows) {
    const Time time = prepared.grid.time_of(static_cast<std::size_t>(row));
    if (!spans.empty() && time <= spans.back().last) continue;
    const auto number = solar_rotation(time);
    spans.push_back({start_of_solar_rotation(number), start_of_solar_rotation(number + 1) - Minutes{1}});
  }
  return spans;
}

bool inside(const std::vector<TimeSpan>& spans, Time time) {
  return std::ranges::any_of(spans,
                             [&](const TimeSpan& span) { return time >= span.first && time <= span.last; });
}

/// A time without punctuation, for the name of a folder.
std::string compact(Time time) {
  auto text = format_time(time).substr(0, 16);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

/// Divides the windows before an origin into training and validation.
void split_past(const Prepared& prepared, const Rows& past, double validation_fraction, Minutes embargo,
                Fold& fold) {
  const auto time_of = [&](std::int64_t row) { return prepared.grid.time_of(static_cast<std::size_t>(row)); };
  const auto first = static_cast<std::size_t>(static_cast<double>(past.size()) * (1 - validation_fraction));
  for (std::size_t i = 0; i < past.size(); ++i) {
    if (i >= first)
      fold.validation.push_back(past[i]);
    else if (time_of(past[i]) + embargo < time_of(past[first]))
      fold.train.push_back(past[i]);
    else
      ++fold.embargoed;
  }
}

}  // namespace

std::vector<Fold> make_folds(const Prepared& prepared, const Rows& rows, std::int64_t folds, Minutes embargo,
                             FoldBy by) {
  const auto spans = by == FoldBy::rotation ? rotations(prepared, rows) : storms_or_blocks(prepared, folds);
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
          "folds = {} leaves a fold without windows; give more {}, fewer folds or a shorter lookback", folds,
          by == FoldBy::rotation ? "solar rotations (27 d)" : "storms"));
  }
  return made;
}

std::vector<Fold> make_origin_folds(const Prepared& prepared, const Rows& rows,
                                    const std::vector<Time>& bounds, double validation_fraction,
                                    Minutes embargo) {
  std::vector<Fold> made;
  for (std::size_t k = 0; k + 1 < bounds.size(); ++k) {
    Fold fold;
    fold.left_out_spans = {{bounds[k], bounds[k + 1] - Minutes{1}}};
    fold.label = compact(bounds[k]) + "-" + compact(bounds[k + 1]);
    Rows past;
    for (const auto row : rows) {
      const Time time = prepared.grid.time_of(static_cast<std::size_t>(row));
      if (time + embargo < bounds[k])
        past.push_back(row);
      else if (time < bounds[k])
        ++fold.embargoed;
      else if (time < bounds[k + 1])
        fold.left_out.push_back(row);
    }
    split_past(prepared, past, validation_fraction, embargo, fold);
    if (fold.train.empty() || fold.validation.empty())
      throw DataError(
          fmt::format("origin {}: too little data before it to train on; give older files or a later "
                      "first origin",
                      format_time(bounds[k])));
    if (fold.left_out.empty())
      throw DataError(fmt::format("no windows from {} to {}; give files of this period, or longer periods",
                                  format_time(bounds[k]), format_time(bounds[k + 1])));
    made.push_back(std::move(fold));
  }
  return made;
}

}  // namespace symh
