#include "formats/binary/sample_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "core/error.h"

namespace symh {
namespace {

constexpr Microseconds minute_us = 60'000'000;
/// A stamp this close to a whole minute is that minute: days and hours as decimal numbers are not exact.
constexpr Microseconds rounding_us = 6'000;
/// As gathered here and as a segment of the series; and its step.
constexpr std::uint64_t bytes_of_run = 2 * sizeof(Segment) + sizeof(Minutes);
constexpr Microseconds most_us = 1'000'000'000'000'000'000;  // 30,000 years

[[noreturn]] void refuse_stamp(const std::string& path, const std::string& found,
                               const std::string& expected) {
  throw DataError(
      fmt::format("{}: found {}, expected {}; convert the file again, or mend it", path, found, expected));
}

Microseconds floor_of(Microseconds time) {
  const auto rest = time % minute_us;
  return time - rest - (rest < 0 ? minute_us : 0);
}

}  // namespace

void SampleRows::add(Microseconds time) {
  if (time == no_stamp) {
    keep_rows_of_samples();
    row_of_.push_back(no_row);
    ++samples_;
    ++without_stamp_;
    return;
  }
  if (time > most_us || time < -most_us)
    refuse_stamp(path_, fmt::format("time {} microseconds since 1970 at sample {}", time, samples_),
                 "a time within 30,000 years of 1970");
  if (last_time_ != no_stamp && time <= last_time_)
    refuse_stamp(
        path_,
        fmt::format("{} behind {} at sample {}", format_time(Time{Minutes{floor_of(time) / minute_us}}),
                    format_time(last_minute_), samples_),
        "times that rise");
  last_time_ = time;
  Microseconds whole = floor_of(time + rounding_us);
  if (time - whole > rounding_us) {
    ++with_seconds_;
    if (stamp_ == Stamp::end) whole += minute_us;
  }
  const Time minute{Minutes{whole / minute_us}};
  if (rows_ > 0 && minute == last_minute_)
    keep_rows_of_samples();
  else
    open_row(minute);
  if (!row_of_.empty()) row_of_.push_back(static_cast<std::uint32_t>(rows_ - 1));
  ++samples_;
}

void SampleRows::open_row(Time minute) {
  const Minutes step = rows_ > 0 ? minute - last_minute_ : Minutes{0};
  if (runs_.empty() || step != steps_.back()) {
    constexpr std::size_t at_once = std::size_t{1} << 16;
    if (runs_.size() % at_once == 0) claim_.grow(at_once * bytes_of_run);
    runs_.push_back({minute, rows_, 1});
    steps_.push_back(step);
  } else {
    ++runs_.back().count;
  }
  last_minute_ = minute;
  ++rows_;
}

/// From here on samples and rows differ.
void SampleRows::keep_rows_of_samples() {
  if (!row_of_.empty()) return;
  row_of_.resize(samples_);
  std::iota(row_of_.begin(), row_of_.end(), 0U);
}

Minutes SampleRows::most_common_step() const {
  std::map<Minutes, std::size_t> rows;
  for (std::size_t r = 1; r < runs_.size(); ++r) rows[steps_[r]] += runs_[r].count;
  if (rows.empty()) return Minutes{1};
  return std::ranges::max_element(rows, {}, [](const auto& entry) { return entry.second; })->first;
}

Minutes SampleRows::cadence() const {
  const auto step = most_common_step();
  const bool on_grid = std::ranges::all_of(steps_, [&](Minutes other) { return other % step == Minutes{0}; });
  return on_grid || with_seconds_ == 0 ? step : Minutes{1};
}

std::vector<Segment> SampleRows::segments(Minutes cadence) const {
  std::vector<Segment> segments;
  for (std::size_t r = 0; r < runs_.size(); ++r)
    for (std::size_t i = 0; i < runs_[r].count;) {
      const Time time = runs_[r].start + steps_[r] * static_cast<long>(i);
      if (steps_[r] % cadence != Minutes{0})
        refuse_stamp(path_, format_time(time),
                     fmt::format("a stamp on the grid of {}", format_duration(cadence)));
      const bool goes_on = r > 0 && steps_[r] == cadence;
      const std::size_t count = goes_on ? runs_[r].count : 1;
      if (goes_on)
        segments.back().count += count;
      else
        segments.push_back({time, runs_[r].first + i, 1});
      i += count;
    }
  return segments;
}

std::string SampleRows::note() const {
  std::string text;
  if (with_seconds_ > 0)
    text = samples_ - without_stamp_ > rows_
               ? fmt::format("{} samples are averaged to {} minutes", samples_ - without_stamp_, rows_)
               : fmt::format("{} stamps with seconds are taken for their minutes", with_seconds_);
  if (without_stamp_ > 0)
    text += fmt::format("{}{} samples without a time are left out", text.empty() ? "" : "; ", without_stamp_);
  return text;
}

}  // namespace symh
