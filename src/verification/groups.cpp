#include "verification/groups.h"

#include <array>
#include <cmath>
#include <string_view>

#include "series/storms.h"

namespace symh {
namespace {

GroupScores score_group(const LeadTimeForecasts& lead, std::string_view by, std::string_view name,
                        const SampleRows& rows) {
  const auto observed = pick(lead.observed_nt, rows);
  return {std::string(by), std::string(name), score(observed, pick(lead.forecast_nt, rows)),
          score(observed, pick(lead.baselines_nt.at("persistence"), rows))};
}

template <std::size_t N, class Names, class GroupOf>
void add_groups(std::vector<GroupScores>& scores, const LeadTimeForecasts& lead, const SampleRows& rows,
                std::string_view by, const Names& name, const GroupOf& group_of) {
  std::array<SampleRows, N> groups;
  for (const auto row : rows) groups[group_of(row)].push_back(row);
  for (std::size_t g = 0; g < N; ++g)
    if (!groups[g].empty()) scores.push_back(score_group(lead, by, name(g), groups[g]));
}

}  // namespace

std::vector<GroupScores> score_groups(const LeadTimeForecasts& lead, const SampleRows& rows) {
  std::vector<GroupScores> scores;
  if (!lead.phase.empty())
    add_groups<storm_phase_names.size()>(
        scores, lead, rows, "phase", [](std::size_t g) { return storm_phase_names[g]; },
        [&](std::size_t row) { return static_cast<std::size_t>(lead.phase[row]); });
  add_groups<default_storm_thresholds_nt.size() + 1>(
      scores, lead, rows, "level", [](std::size_t g) { return storm_level_name(static_cast<StormLevel>(g)); },
      [&](std::size_t row) { return static_cast<std::size_t>(storm_level(lead.observed_nt[row])); });
  return scores;
}

}  // namespace symh
