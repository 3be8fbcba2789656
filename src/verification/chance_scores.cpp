#include "verification/chance_scores.h"

#include "verification/cycle_climatology.h"

namespace symh {

ChanceScores score_chances(const Bootstrap& bootstrap, const LeadTimeForecasts& lead,
                           const SampleRows& rows) {
  return score_chances(bootstrap, lead, rows, {chances_of_model(lead, rows), pit_values(lead, rows)});
}

ChanceScores score_chances(const Bootstrap& bootstrap, const LeadTimeForecasts& lead, const SampleRows& rows,
                           const ModelChances& model) {
  const auto persistence = chances_of_persistence(lead, rows);
  const auto climatology = lead.lead_time >= shortest_with_cycle ? chances_of_cycle_climatology(lead, rows)
                                                                 : chances_of_climatology(lead, rows);
  const auto& own = model.forecasts;
  ChanceScores scores;
  scores.samples = rows.size();
  scores.crps_nt = compare_scores(bootstrap, own.crps_nt, persistence.crps_nt, climatology.crps_nt);
  scores.winkler_nt =
      compare_scores(bootstrap, own.winkler_nt, persistence.winkler_nt, climatology.winkler_nt);
  scores.events = score_events(bootstrap, pick(lead.observed_nt, rows), own, persistence, climatology);
  if (!model.pit.empty()) scores.pit = score_pit(bootstrap, model.pit);
  scores.coverage = score_coverage(bootstrap, lead, rows);
  return scores;
}

}  // namespace symh
