#include "verification/coverage.h"

#include <array>
#include <cmath>

#include "series/storms.h"
#include "verification/groups.h"
#include "verification/moments.h"

namespace symh {
namespace {

/// The group numbered `group` of the samples; `group_of` gives the group of a row.
template <class GroupOf>
GroupCoverage score_group(const Bootstrap& bootstrap, const LeadTimeForecasts& lead, const SampleRows& rows,
                          std::size_t group, const GroupOf& group_of) {
  GroupCoverage scores;
  std::vector<double> inside(rows.size(), undefined);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows[i];
    if (group_of(row) != group) continue;
    const double observed = lead.observed_nt[row], low = lead.q05_nt[row], high = lead.q95_nt[row];
    inside[i] = observed >= low && observed <= high ? 1 : 0;
    ++scores.samples;
    scores.coverage += inside[i];
    scores.share_below += observed < low ? 1 : 0;
    scores.share_above += observed > high ? 1 : 0;
    scores.mean_width_nt += high - low;
  }
  const auto n = static_cast<double>(scores.samples);
  for (auto* sum : {&scores.coverage, &scores.share_below, &scores.share_above, &scores.mean_width_nt})
    *sum = ratio(*sum, n);
  if (scores.samples > 0) scores.coverage_interval = bootstrap.mean(inside);
  return scores;
}

template <class Names, class GroupOf>
void add_groups(std::vector<GroupCoverage>& scores, const Bootstrap& bootstrap, const LeadTimeForecasts& lead,
                const SampleRows& rows, std::string_view by, const Names& names, const GroupOf& group_of) {
  for (std::size_t group = 0; group < names.size(); ++group) {
    auto of_group = score_group(bootstrap, lead, rows, group, group_of);
    if (of_group.samples == 0) continue;
    of_group.by = by;
    of_group.name = names[group];
    scores.push_back(std::move(of_group));
  }
}

constexpr std::array<std::string_view, 4> lateness_names{"up to 10m", "up to 1h", "up to 6h", "over 6h"};

std::size_t lateness_class(Minutes lateness) {
  std::size_t group = 0;
  for (const auto longest : {Minutes{10}, Minutes{60}, Minutes{360}}) group += lateness > longest ? 1 : 0;
  return group;
}

/// Storms below -100 nT follow more than 5 mV/m for three hours (Gonzalez & Tsurutani 1987,
/// 10.1016/0032-0633(87)90015-8); below 0.5 mV/m the ring current decays (O'Brien & McPherron 2000).
constexpr std::array<std::string_view, 4> drive_names{"to 0.5 mV/m", "to 2 mV/m", "to 5 mV/m", "over 5 mV/m"};

/// No class of drive_names if the drive is not known.
std::size_t drive_class(float mv_m) {
  if (std::isnan(mv_m)) return drive_names.size();
  std::size_t group = 0;
  for (const float most : {0.5F, 2.F, 5.F}) group += mv_m > most ? 1 : 0;
  return group;
}

}  // namespace

std::vector<GroupCoverage> score_coverage(const Bootstrap& bootstrap, const LeadTimeForecasts& lead,
                                          const SampleRows& rows) {
  std::array<std::string_view, default_storm_thresholds_nt.size() + 1> levels;
  for (std::size_t level = 0; level < levels.size(); ++level)
    levels[level] = storm_level_name(static_cast<StormLevel>(level));
  const auto level_of = [](float value) { return static_cast<std::size_t>(storm_level(value)); };
  std::vector<GroupCoverage> scores;
  if (!lead.phase.empty())
    add_groups(scores, bootstrap, lead, rows, "phase", storm_phase_names,
               [&](std::size_t row) { return static_cast<std::size_t>(lead.phase[row]); });
  add_groups(scores, bootstrap, lead, rows, "observed", levels,
             [&](std::size_t row) { return level_of(lead.observed_nt[row]); });
  add_groups(scores, bootstrap, lead, rows, "forecast", levels,
             [&](std::size_t row) { return level_of(lead.forecast_nt[row]); });
  if (!lead.drive_mv_m.empty())
    add_groups(scores, bootstrap, lead, rows, "drive", drive_names,
               [&](std::size_t row) { return drive_class(lead.drive_mv_m[row]); });
  if (!lead.lateness.empty())
    add_groups(scores, bootstrap, lead, rows, "lateness", lateness_names,
               [&](std::size_t row) { return lateness_class(lead.lateness[row]); });
  return scores;
}

}  // namespace symh
