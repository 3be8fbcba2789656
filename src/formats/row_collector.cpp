#include "formats/row_collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/error.h"
#include "formats/line_reader.h"
#include "series/operations.h"

namespace symh {

RowCollector::RowCollector(const TextInput& input, std::vector<std::string> channels)
    : input_(input), names_(std::move(channels)) {}

void RowCollector::reserve(std::size_t rows) {
  times_.reserve(rows);
  lines_.reserve(rows);
  values_.reserve(rows * names_.size());
}

void RowCollector::add(Time time, const float* values, std::size_t line) {
  times_.push_back(time);
  lines_.push_back(static_cast<std::uint32_t>(line));
  values_.insert(values_.end(), values, values + names_.size());
}

void RowCollector::add_one(Time time, std::size_t channel, float value, std::size_t line) {
  times_.push_back(time);
  lines_.push_back(static_cast<std::uint32_t>(line));
  values_.resize(values_.size() + names_.size(), missing);
  values_[values_.size() - names_.size() + channel] = value;
}

std::vector<std::size_t> RowCollector::time_order() const {
  std::vector<std::size_t> order(times_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!std::ranges::is_sorted(times_))
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return times_[i]; });
  return order;
}

Minutes RowCollector::most_common_step(const std::vector<std::size_t>& order) const {
  std::map<Minutes, std::size_t> steps;
  for (std::size_t i = 1; i < order.size(); ++i)
    if (const auto step = times_[order[i]] - times_[order[i - 1]]; step > Minutes{0}) ++steps[step];
  if (steps.empty()) return Minutes{1};
  return std::ranges::max_element(steps, {}, [](const auto& entry) { return entry.second; })->first;
}

void RowCollector::lay_out_segments(Series& series, const std::vector<std::size_t>& order) const {
  const Time first = times_[order.front()];
  for (const auto row : order) {
    const Time time = times_[row];
    if ((time - first) % series.cadence != Minutes{0})
      refuse(input_, lines_[row], 1, format_time(time),
             fmt::format("a stamp on the grid of {} from {}", format_duration(series.cadence),
                         format_time(first)),
             "put data of another cadence into a file of its own");
    if (!series.segments.empty() && time <= series.segments.back().end(series.cadence) + longest_hole) {
      auto& segment = series.segments.back();
      segment.count =
          std::max(segment.count, static_cast<std::size_t>((time - segment.start) / series.cadence) + 1);
    } else {
      const std::size_t done =
          series.segments.empty() ? 0 : series.segments.back().first + series.segments.back().count;
      series.segments.push_back({time, done, 1});
    }
  }
}

Series RowCollector::finish(Minutes cadence, Status status, std::vector<std::string>& warnings) {
  if (times_.empty())
    throw DataError(fmt::format(
        "{}: found no data lines, expected at least one; check that the download was whole", input_.path));
  const auto order = time_order();
  Series series;
  series.cadence = cadence > Minutes{0} ? cadence : most_common_step(order);
  lay_out_segments(series, order);
  const std::size_t size = series.segments.back().first + series.segments.back().count;
  series.status.assign(size, status);
  for (const auto& name : names_) series.add(name);
  std::size_t differing = 0, first_differing = 0, segment = 0;
  for (const auto row : order) {
    while (times_[row] >= series.segments[segment].end(series.cadence)) ++segment;
    const auto& where = series.segments[segment];
    const auto at = where.first + static_cast<std::size_t>((times_[row] - where.start) / series.cadence);
    bool differs = false;
    for (std::size_t c = 0; c < names_.size(); ++c) {
      const float value = values_[row * names_.size() + c];
      if (std::isnan(value)) continue;
      float& target = series.channels[c].values[at];
      differs = differs || (!std::isnan(target) && target != value);
      target = value;
    }
    if (differs && differing++ == 0) first_differing = lines_[row];
  }
  if (differing > 0)
    warnings.push_back(
        fmt::format("{}:{}: {} minute{} stand twice with different values (first here); the later wins",
                    input_.path, first_differing, differing, differing == 1 ? "" : "s"));
  return series;
}

}  // namespace symh
