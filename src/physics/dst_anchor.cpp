#include "physics/dst_anchor.h"

#include <algorithm>
#include <cmath>

#include "physics/gap_path.h"

namespace symh {
namespace {

constexpr Minutes an_hour{60};
/// The mean that gives the offset counts this many hours without any difference, too.
constexpr double hours_of_no_offset = 4;

/// gap_path.h states the error of an estimate that knows no SYM-H. The filter takes `trust_in_dst` times that
/// error: on 35 storms with Dst (1998-2002) this made the corrected estimate best. The filter then states its
/// own error too large by `overstatement`.
constexpr double trust_in_dst = 1.8, overstatement = 1.65;

/// Standard deviation [nT] of that error about an estimate.
double free_deviation_nt(double estimate_nt) {
  constexpr double of_half_width = 1.0 / 1.645;
  return trust_in_dst * of_half_width * gap_half_width_nt(Minutes{2880}, static_cast<float>(estimate_nt));
}

}  // namespace

double AnchoredPath::sym_h_nt(std::size_t row) const {
  const auto by = [&](const RingCurrentRun& run) {
    return observed_nt ? run.from_observation(from, *observed_nt, row) : run.from_quiet(to, row);
  };
  return mean_of_laws(by(obrien_mcpherron), by(burton));
}

DstAnchor::DstAnchor(const Series& grid, const std::vector<float>& dst_nt,
                     const std::vector<float>& sym_h_nt) {
  grid_.cadence = grid.cadence;
  grid_.segments = grid.segments;
  const auto count = static_cast<std::size_t>(an_hour / grid.cadence);
  for (const auto& segment : grid.segments)
    for (std::size_t i = count; i < segment.count; ++i) {
      const auto row = segment.first + i;
      if (std::isnan(dst_nt[row])) continue;
      const Time stamp = segment.start + grid.cadence * static_cast<long>(i);
      const Time end = std::chrono::floor<std::chrono::hours>(stamp);
      const auto after_end = static_cast<std::size_t>((stamp - end) / grid.cadence);
      if (i < count + after_end) continue;
      const auto first = row - after_end - count;
      double mean = 0;
      for (auto r = first; r < first + count; ++r) mean += sym_h_nt[r] / static_cast<double>(count);
      if (!hours_.empty() && hours_.back().end == end) {
        hours_.clear();  // an hour with two values: this channel is not laid out as hourly_dst.h says
        return;
      }
      hours_.push_back({first, count, row, end, dst_nt[row], mean});
    }
}

DstAnchor::Offset DstAnchor::offset_before(std::size_t row) const {
  const auto span = static_cast<std::size_t>(dst_offset_span / grid_.cadence);
  double sum = 0, count = 0;
  auto hour = std::ranges::upper_bound(hours_, row, {}, &Hour::first);
  while (hour != hours_.begin()) {
    --hour;
    if (hour->first + span < row) break;
    if (hour->first + hour->count > row + 1 || std::isnan(hour->sym_h_nt)) continue;
    sum += hour->dst_nt - hour->sym_h_nt;
    ++count;
  }
  const double variance = dst_offset_deviation_nt * dst_offset_deviation_nt;
  return {sum / (count + hours_of_no_offset), variance / (1 + count / hours_of_no_offset)};
}

std::vector<DstAnchor::State> DstAnchor::states(const AnchoredPath& path, Minutes delay,
                                                Time& known_until) const {
  std::vector<State> states;
  const auto later = static_cast<std::size_t>(delay / grid_.cadence);
  auto hour = std::ranges::lower_bound(hours_, path.from, {}, &Hour::first);
  if (hour == hours_.end() || hour->known + later > path.to) return states;
  const auto offset = offset_before(path.from);
  const double start = path.observed_nt ? 0 : free_deviation_nt(path.sym_h_nt(path.from));
  State last{.row = path.from,
             .predicted_nt = 0,
             .predicted_variance = 0,
             .nt = 0,
             .variance = start * start,
             .kept = 1};
  for (; hour != hours_.end() && hour->known + later <= path.to; ++hour) {
    const auto middle = hour->first + hour->count / 2;
    const double kept = path.obrien_mcpherron.kept(last.row, middle);
    const double free = free_deviation_nt(path.sym_h_nt(middle));
    double mean_nt = 0;
    for (auto row = hour->first; row < hour->first + hour->count; ++row)
      mean_nt += path.sym_h_nt(row) / static_cast<double>(hour->count);
    State now{.row = middle,
              .predicted_nt = kept * last.nt,
              .predicted_variance = kept * kept * last.variance + free * free * (1 - kept * kept),
              .nt = 0,
              .variance = 0,
              .kept = kept};
    const double noise = dst_hour_deviation_nt * dst_hour_deviation_nt + offset.variance;
    const double gain = now.predicted_variance / (now.predicted_variance + noise);
    now.nt = now.predicted_nt + gain * (hour->dst_nt - offset.nt - mean_nt - now.predicted_nt);
    now.variance = (1 - gain) * now.predicted_variance;
    known_until = hour->end;
    last = now;
    states.push_back(now);
  }
  return states;
}

std::optional<AnchorCorrection> DstAnchor::correction(const AnchoredPath& path, Minutes delay) const {
  AnchorCorrection correction;
  const auto all = states(path, delay, correction.known_until);
  if (all.empty()) return std::nullopt;
  const auto& last = all.back();
  const double kept = path.obrien_mcpherron.kept(last.row, path.to);
  const double free = free_deviation_nt(path.sym_h_nt(path.to));
  correction.nt = kept * last.nt;
  correction.deviation_nt =
      std::sqrt(kept * kept * last.variance + free * free * (1 - kept * kept)) / overstatement;
  return correction;
}

std::vector<double> DstAnchor::corrections(const AnchoredPath& path) const {
  Time known_until;
  auto all = states(path, Minutes{0}, known_until);
  if (all.empty()) return {};
  for (auto i = all.size() - 1; i-- > 0;) {  // Rauch, Tung & Striebel (1965, 10.2514/3.3166)
    const auto& next = all[i + 1];
    const double back = all[i].variance * next.kept / next.predicted_variance;
    all[i].nt += back * (next.nt - next.predicted_nt);
  }
  std::vector<double> values;
  std::size_t next = 0;
  for (auto row = path.from; row <= path.to; ++row) {
    while (next < all.size() && all[next].row < row) ++next;
    if (next == all.size()) {
      values.push_back(all.back().nt * path.obrien_mcpherron.kept(all.back().row, row));
      continue;
    }
    const auto from = next == 0 ? path.from : all[next - 1].row;
    const double before = next > 0 ? all[next - 1].nt : path.observed_nt ? 0 : all.front().nt;
    const double share = all[next].row == from
                             ? 1
                             : static_cast<double>(row - from) / static_cast<double>(all[next].row - from);
    values.push_back(before + share * (all[next].nt - before));
  }
  return values;
}

}  // namespace symh
