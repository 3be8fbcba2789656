#pragma once
#include "verification/scored_leads.h"

namespace symh {

// Tables of the forecast distributions. They have no rows where the model has no band.

/// CRPS and interval score, with the skill over persistence with errors and over climatology.
Table distribution_table(const ScoredLeads& scored);
/// The chances of each threshold: Brier score, its parts, the area under the ROC.
Table event_table(const ScoredLeads& scored);
/// The PIT histogram.
Table pit_table(const ScoredLeads& scored);
/// The coverage of the band by phase, observed and forecast level.
Table coverage_table(const ScoredLeads& scored);

// Tables of the timing.

/// Onsets that were warned of, late or missed, and false alarms, of the model and of persistence.
Table warning_table(const ScoredLeads& scored);
/// When and how deep the forecast minima of the storms were.
Table minimum_table(const ScoredLeads& scored);
/// How late the forecast of the onset was in each storm.
Table storm_onset_table(const ScoredLeads& scored);

}  // namespace symh
