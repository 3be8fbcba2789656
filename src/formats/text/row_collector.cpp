#include "formats/text/row_collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/error.h"
#include "formats/text/line_reader.h"
#include "series/overlay.h"

namespace symh {

RowCollector::RowCollector(const TextInput& input, const std::vector<std::string>& channels,
                           std::size_t rows_per_line)
    : input_(input), rows_per_line_(rows_per_line) {
  for (const auto& name : channels) rows_.channels.push_back({name, {}});
}

void RowCollector::reserve(std::size_t rows) {
  rows_.status.reserve(rows);
  for (auto& channel : rows_.channels) channel.values.reserve(rows);
}

std::size_t RowCollector::line_of(std::size_t row) const {
  const auto mark = std::prev(std::ranges::upper_bound(lines_, row, {}, &LineMark::row));
  return mark->line + (row - mark->row) / rows_per_line_;
}

/// Notes the line of the row that is added next, if it does not follow from the rows before.
[[gnu::always_inline]] inline void RowCollector::note_line(std::size_t line) {
  if (!lines_.empty()) {
    const auto rows = rows_.size() - lines_.back().row;
    const auto lines =
        rows_per_line_ == 1 ? rows : rows / rows_per_line_;  // a division costs more than the rest
    if (lines_.back().line + lines == line) return;
  }
  lines_.push_back({rows_.size(), line});
}

/// True if a row continues the last segment: one step later.
bool RowCollector::continues(Time time) const {
  if (rows_.segments.empty()) return false;
  const auto& last = rows_.segments.back();
  const Minutes step = steps_.back();
  return step == Minutes{0} ? time > last.start : time == last.end(step);
}

void RowCollector::add(Time time, const float* values, std::size_t line, Status status) {
  note_line(line);
  if (continues(time)) {
    auto& last = rows_.segments.back();
    if (last.count++ == 1) steps_.back() = time - last.start;
  } else {
    rows_.segments.push_back({time, rows_.size(), 1});
    steps_.push_back(Minutes{0});
  }
  rows_.status.push_back(status);
  for (auto& channel : rows_.channels) channel.values.push_back(*values++);
}

void RowCollector::add_run(Time first, Minutes step, std::span<const float* const> values, std::size_t count,
                           std::size_t line, Status status) {
  std::vector<float> row(values.size());
  std::size_t i = 0;
  for (; i < count; ++i) {
    const Time time = first + step * static_cast<long>(i);
    const std::size_t its_line = line + i / rows_per_line_;
    if (continues(time) && steps_.back() == step) {
      note_line(its_line);
      break;
    }
    std::ranges::transform(values, row.begin(), [&](const float* channel) { return channel[i]; });
    add(time, row.data(), its_line, status);
  }
  if (i == count) return;
  rows_.segments.back().count += count - i;
  rows_.status.insert(rows_.status.end(), count - i, status);
  for (std::size_t c = 0; c < values.size(); ++c) {
    auto& column = rows_.channels[c].values;
    column.insert(column.end(), values[c] + i, values[c] + count);
  }
}

/// The steps between the stamps of all rows in time order, and how often each occurs.
std::map<Minutes, std::size_t> RowCollector::steps_in_time_order() const {
  std::vector<Time> stamps;
  stamps.reserve(rows_.size());
  for (std::size_t s = 0; s < steps_.size(); ++s)
    for (std::size_t i = 0; i < rows_.segments[s].count; ++i)
      stamps.push_back(rows_.segments[s].start + steps_[s] * static_cast<long>(i));
  std::ranges::sort(stamps);
  std::map<Minutes, std::size_t> count;
  for (std::size_t i = 1; i < stamps.size(); ++i)
    if (stamps[i] > stamps[i - 1]) ++count[stamps[i] - stamps[i - 1]];
  return count;
}

std::pair<Minutes, std::size_t> RowCollector::most_common_step() const {
  std::map<Minutes, std::size_t> count;
  std::vector<std::size_t> order(steps_.size());
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    order[s] = s;
    if (steps_[s] > Minutes{0}) count[steps_[s]] += rows_.segments[s].count - 1;
  }
  std::ranges::sort(order, {}, [&](std::size_t s) { return rows_.segments[s].start; });
  for (std::size_t k = 1; k < order.size(); ++k) {
    const auto before = order[k - 1];
    const Time last =
        rows_.segments[before].start + steps_[before] * static_cast<long>(rows_.segments[before].count - 1);
    const auto step = rows_.segments[order[k]].start - last;
    if (step < Minutes{0}) {  // two segments overlap, so their own steps do not tell the cadence
      count = steps_in_time_order();
      break;
    }
    if (step > Minutes{0}) ++count[step];
  }
  if (count.empty()) return {Minutes{1}, 0};
  return *std::ranges::max_element(count, {}, [](const auto& entry) { return entry.second; });
}

Minutes RowCollector::cadence_or(Minutes usual, std::size_t least_steps) const {
  const auto [step, count] = most_common_step();
  return count < least_steps ? usual : step;
}

Minutes RowCollector::cadence_of_samples() const {
  const auto step = most_common_step().first;
  const auto off_grid = [&](Minutes distance) { return distance % step != Minutes{0}; };
  for (std::size_t s = 0; s < steps_.size(); ++s)
    if (off_grid(rows_.segments[s].start - rows_.segments[0].start) || off_grid(steps_[s])) return Minutes{1};
  return step;
}

bool RowCollector::average_into_last(Time time, const float* values) {
  if (rows_.segments.empty()) return false;
  const auto& last = rows_.segments.back();
  if (time != last.start + steps_.back() * static_cast<long>(last.count - 1)) return false;
  for (auto& channel : rows_.channels) {
    auto& value = channel.values.back();
    const float other = *values++;
    if (std::isnan(value)) value = other;
    if (!std::isnan(other)) value = (value + other) / 2;
  }
  return true;
}

/// Rows of which several follow each other at a step that is not the cadence: holes do not look like that.
void RowCollector::tell_other_cadences(std::vector<std::string>& warnings) const {
  constexpr std::size_t fewest_rows = 5;
  std::map<Minutes, std::size_t> rows_at;
  std::size_t line = 0;
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    if (steps_[s] == Minutes{0} || steps_[s] == rows_.cadence || rows_.segments[s].count < fewest_rows)
      continue;
    if (rows_at.empty()) line = line_of(rows_.segments[s].first);
    rows_at[steps_[s]] += rows_.segments[s].count;
  }
  for (const auto& [step, rows] : rows_at)
    warnings.push_back(
        fmt::format("{}:{}: {} rows are {} apart, but the cadence of the file is {}; the minutes between "
                    "them are missing",
                    input_.path, line, rows, format_duration(step), format_duration(rows_.cadence)));
}

/// Splits each segment whose step is not the cadence (say two rows across a hole) into segments of one row.
void RowCollector::split_at_steps_other_than(Minutes cadence) {
  if (std::ranges::all_of(steps_, [&](Minutes step) { return step == cadence || step == Minutes{0}; }))
    return;
  std::vector<Segment> segments;
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    const auto& segment = rows_.segments[s];
    const bool whole = steps_[s] == cadence || segment.count == 1;
    for (std::size_t i = 0; i < (whole ? 1 : segment.count); ++i)
      segments.push_back(
          {segment.start + steps_[s] * static_cast<long>(i), segment.first + i, whole ? segment.count : 1});
  }
  rows_.segments = std::move(segments);
  steps_.assign(rows_.segments.size(), cadence);
}

void RowCollector::check_grid() const {
  const Time first = std::ranges::min_element(rows_.segments, {}, &Segment::start)->start;
  for (const auto& segment : rows_.segments)
    if (const Time time = segment.start; (time - first) % rows_.cadence != Minutes{0})
      refuse(input_, line_of(segment.first), 1, format_time(time),
             fmt::format("a stamp on the grid of {} from {}", format_duration(rows_.cadence),
                         format_time(first)),
             "put data of another cadence into a file of its own");
}

Series RowCollector::finish(Minutes cadence, std::vector<std::string>& warnings) {
  if (rows_.empty())
    throw DataError(fmt::format(
        "{}: found no data lines, expected at least one; check that the download was whole", input_.path));
  rows_.cadence = cadence > Minutes{0} ? cadence : most_common_step().first;
  tell_other_cadences(warnings);
  split_at_steps_other_than(rows_.cadence);
  check_grid();
  std::vector<Conflict> conflicts;
  const auto segments = rows_.segments;
  const auto rows_read = rows_.size();
  std::vector<Series> sources;
  sources.push_back(std::move(rows_));
  auto series = lay_over(std::move(sources), &conflicts);
  constexpr double most_rows_of_a_stamp = 2.5;
  if (!conflicts.empty() &&
      static_cast<double>(rows_read) > most_rows_of_a_stamp * static_cast<double>(series.size()))
    refuse(input_, line_of(segments[conflicts[0].segment].first + conflicts[0].offset), 1,
           fmt::format("{} rows at {} times", rows_read, series.size()), "a time of its own for each row",
           "a part of the time must be in a column that symh does not take for it: name it, such as "
           "--columns NAME=hour");
  if (!conflicts.empty())
    warnings.push_back(
        fmt::format("{}:{}: {} minute{} stand twice with different values (first here); the later wins",
                    input_.path, line_of(segments[conflicts[0].segment].first + conflicts[0].offset),
                    conflicts.size(), conflicts.size() == 1 ? "" : "s"));
  return series;
}

}  // namespace symh
