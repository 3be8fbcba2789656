#pragma once
#include <vector>

#include "models/ensemble.h"
#include "verification/forecast_table.h"

namespace symh {

/// Combines the members' forecasts into one; `tables` are in the order of ensemble.members. Each issue time
/// gets the weighted mean of the members that forecast there; if some do not, the weights of the others are
/// scaled up to sum to 1. A NaN in a table says that the member was not asked, as it has no window there;
/// hindcast() refuses a forecast that is no number, so that no member drops out for another reason. Throws
/// RunError if a forecast is infinite. Observations and storm labels come from the member with the most
/// issue times, baselines from any member. The 5-95 % band has the mean half-widths of the members around the
/// combined forecast, scaled by ensemble.bands. The level probabilities of classifiers are averaged. The
/// weights and bands are those for a target that comes `age` late, and for an estimate of it from
/// observatories if `stations` says so.
ForecastTable combine(const Ensemble& ensemble, std::vector<ForecastTable> tables, Minutes age = Minutes{0},
                      bool stations = false);

/// Appends the samples of `later` to `table`, which must be empty or have the same lead times.
void append(ForecastTable& table, const ForecastTable& later);

/// The forecasts at the given issue times; NaN if there is no forecast.
std::vector<float> forecasts_at(const LeadTimeForecasts& lead, const std::vector<Time>& issue_times);

/// The calibration of a band at one lead time: with these factors 5 % of the observations lie below the band
/// and 5 % above. Each factor is a split-conformal quantile of (distance from the forecast) / half-width.
/// `lead` must hold forecasts of data that the models did not see, with an uncalibrated band or none
/// (half-widths of 1 nT). Both factors are 1 if nothing was observed.
/// Then `deep` and `deepest` are raised until the band also holds 90 % of the observations from -100 to
/// -200 nT, and of those below, but not further than that it holds 97 % of what follows forecasts at that
/// depth: nobody foresees some storms, and a band that made up for all of them would be far too wide for
/// those that are foreseen.
BandCalibration calibrate_band(const LeadTimeForecasts& lead);

}  // namespace symh
