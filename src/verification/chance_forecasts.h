#pragma once
#include <array>
#include <vector>

#include "trajectories/odds.h"
#include "verification/samples.h"

namespace symh {

/// The levels [nT] at or below which chances are scored: those of a product.
inline constexpr auto event_thresholds_nt = odds_thresholds_nt;

/// What forecasts of chances say of each sample, and how far they were right; NaN where there is none.
struct ChanceForecasts {
  std::vector<double> crps_nt;
  /// The interval score [nT] of the 5-95 % band (Winkler 1972, 10.1080/01621459.1972.10481224): its width,
  /// and 2 / 0.1 times the distance of an observation outside.
  std::vector<double> winkler_nt;
  /// Of each of event_thresholds_nt: the chance of a value at or below it.
  std::array<std::vector<double>, event_thresholds_nt.size()> chance;
};

/// The interval score of one sample.
double winkler_score(double q05_nt, double q95_nt, double observed_nt);

/// Of `rows`, those with a forecast, a band and an observation.
SampleRows banded_rows(const LeadTimeForecasts& lead, const SampleRows& rows);

/// The model, by the TwoPieceNormal of its forecast and its band. `rows` must be banded_rows().
ChanceForecasts chances_of_model(const LeadTimeForecasts& lead, const SampleRows& rows);

/// Climatology: the distribution of the observed values of the other units (leave_out.h).
ChanceForecasts chances_of_climatology(const LeadTimeForecasts& lead, const SampleRows& rows);

/// Persistence with errors: the last value plus the distribution of the errors of persistence in the other
/// units. Errors grow with a storm. So a sample gets the errors of samples whose last value lies in the same
/// class: above -50 nT, from -50 to -100 nT, or deeper. If its class has fewer than 30 errors, it gets all.
ChanceForecasts chances_of_persistence(const LeadTimeForecasts& lead, const SampleRows& rows);

}  // namespace symh
