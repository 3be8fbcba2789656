#pragma once
#include "verification/chance_forecasts.h"

namespace symh {

/// Windows of at least this length are compared with the climatology of their season.
inline constexpr Minutes shortest_with_cycle{24 * 60};

/// Climatology by the phase of the solar cycle and by season: the distribution of the observed values of the
/// other units (leave_out.h), those near in both weighing more. The weight of a unit is a normal density of
/// both distances, with standard deviations of 0.15 of a cycle and 45 days, plus a tenth of its peak, so that
/// a sample of a season without others still has a climatology. Storms are many near the maximum of the cycle
/// and near the equinoxes (Russell & McPherron 1973, 10.1029/JA078i001p00092). A unit lies where the mean of
/// its issue times lies. `rows` must be banded_rows().
ChanceForecasts chances_of_cycle_climatology(const LeadTimeForecasts& lead, const SampleRows& rows);

}  // namespace symh
