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

std::size_t RowCollector::line_of(std::size_t segment, std::size_t offset) const {
  return lines_[segment] + offset / rows_per_line_;
}

/// True if a row continues the last segment: one step later, and at the next place in the file.
bool RowCollector::continues(Time time, std::size_t line) const {
  if (rows_.segments.empty()) return false;
  const auto& last = rows_.segments.back();
  const Minutes step = steps_.back();
  return line == line_of(steps_.size() - 1, last.count) &&
         (step == Minutes{0} ? time > last.start : time == last.end(step));
}

void RowCollector::add(Time time, const float* values, std::size_t line, Status status) {
  if (continues(time, line)) {
    auto& last = rows_.segments.back();
    if (last.count++ == 1) steps_.back() = time - last.start;
  } else {
    rows_.segments.push_back({time, rows_.size(), 1});
    steps_.push_back(Minutes{0});
    lines_.push_back(line);
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
    if (continues(time, its_line) && steps_.back() == step) break;
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

Minutes RowCollector::most_common_step() const {
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
    if (const auto step = rows_.segments[order[k]].start - last; step > Minutes{0}) ++count[step];
  }
  if (count.empty()) return Minutes{1};
  return std::ranges::max_element(count, {}, [](const auto& entry) { return entry.second; })->first;
}

/// Splits each segment whose step is not the cadence (say two rows across a hole) into segments of one row.
void RowCollector::split_at_steps_other_than(Minutes cadence) {
  if (std::ranges::all_of(steps_, [&](Minutes step) { return step == cadence || step == Minutes{0}; }))
    return;
  std::vector<Segment> segments;
  std::vector<std::size_t> lines;
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    const auto& segment = rows_.segments[s];
    const bool whole = steps_[s] == cadence || segment.count == 1;
    for (std::size_t i = 0; i < (whole ? 1 : segment.count); ++i) {
      segments.push_back(
          {segment.start + steps_[s] * static_cast<long>(i), segment.first + i, whole ? segment.count : 1});
      lines.push_back(line_of(s, i));
    }
  }
  rows_.segments = std::move(segments);
  lines_ = std::move(lines);
  steps_.assign(lines_.size(), cadence);
}

void RowCollector::check_grid() const {
  const Time first = std::ranges::min_element(rows_.segments, {}, &Segment::start)->start;
  for (std::size_t s = 0; s < lines_.size(); ++s)
    if (const Time time = rows_.segments[s].start; (time - first) % rows_.cadence != Minutes{0})
      refuse(input_, lines_[s], 1, format_time(time),
             fmt::format("a stamp on the grid of {} from {}", format_duration(rows_.cadence),
                         format_time(first)),
             "put data of another cadence into a file of its own");
}

Series RowCollector::finish(Minutes cadence, std::vector<std::string>& warnings) {
  if (rows_.empty())
    throw DataError(fmt::format(
        "{}: found no data lines, expected at least one; check that the download was whole", input_.path));
  rows_.cadence = cadence > Minutes{0} ? cadence : most_common_step();
  split_at_steps_other_than(rows_.cadence);
  check_grid();
  std::vector<Conflict> conflicts;
  std::vector<Series> sources;
  sources.push_back(std::move(rows_));
  auto series = lay_over(std::move(sources), &conflicts);
  if (!conflicts.empty())
    warnings.push_back(
        fmt::format("{}:{}: {} minute{} stand twice with different values (first here); the later wins",
                    input_.path, line_of(conflicts[0].segment, conflicts[0].offset), conflicts.size(),
                    conflicts.size() == 1 ? "" : "s"));
  return series;
}

}  // namespace symh
