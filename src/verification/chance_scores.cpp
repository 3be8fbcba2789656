#include "verification/chance_scores.h"

#include "verification/chance_forecasts.h"

namespace symh {

ChanceScores score_chances(const Bootstrap& bootstrap, const LeadTimeForecasts& lead,
                           const SampleRows& rows) {
  const auto model = chances_of_model(lead, rows), persistence = chances_of_persistence(lead, rows),
             climatology = chances_of_climatology(lead, rows);
  ChanceScores scores;
  scores.samples = rows.size();
  scores.crps_nt = compare_scores(bootstrap, model.crps_nt, persistence.crps_nt, climatology.crps_nt);
  scores.winkler_nt =
      compare_scores(bootstrap, model.winkler_nt, persistence.winkler_nt, climatology.winkler_nt);
  scores.events = score_events(bootstrap, pick(lead.observed_nt, rows), model, persistence, climatology);
  scores.pit = score_pit(bootstrap, lead, rows);
  scores.coverage = score_coverage(bootstrap, lead, rows);
  return scores;
}

}  // namespace symh
