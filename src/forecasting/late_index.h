#pragma once
#include <optional>

#include "models/ensemble.h"
#include "physics/gap_path.h"
#include "products/issued_forecast.h"
#include "windows/index_gap.h"

namespace symh {

/// The data as a model sees them where SYM-H is later than the solar wind.
struct CompletedIndex {
  Series series;    ///< at the cadence of the model, with the path in `sym_h`; its last row is the issue time
  Series observed;  ///< the same without the path
  GapPath path;
  /// The newest observation, which may be older than the path; absent if the data have none.
  std::optional<Time> last_observed;
  float last_nt = missing;
};

/// True if all members forecast SYM-H from SYM-H and solar wind at one cadence, so that a path can stand in
/// for a late SYM-H.
bool can_bridge_gap(const Ensemble& ensemble);

/// SYM-H comes hours after the solar wind. Where the model takes both, completes SYM-H up to the newest solar
/// wind (at or before `at`, if given) by the ring-current laws and, where the series has them, estimates from
/// observatories, so that the forecast is issued for then. Without SYM-H for longest_gap, or at all, the path
/// runs from quiet. Without solar wind, path_by_stations() completes SYM-H up to its newest estimate. Nothing
/// if the index is as new, if there is no such path, or if the members do not forecast SYM-H at one cadence.
std::optional<CompletedIndex> complete_index(const Ensemble& ensemble, const Series& series,
                                             std::optional<Time> at);

/// The 5-95 % band of a forecast [nT].
struct Band {
  float low_nt, high_nt;
};
/// The band about `value_nt` with the error of the estimate at the end of `path` added in quadrature; the
/// ring current forgets that error over the lead time. Never narrower than `band`.
Band widened(const Band& band, float value_nt, const GapPath& path, Minutes lead_time);

/// True if the ensemble learnt its bands for a late target from members that were widened() one by one before
/// they were combined; false if the combined band must be. `stations`: observatories gave an estimate.
bool widens_members(const Ensemble& ensemble, bool stations);

/// Adds the last observation and the estimated path to a forecast that was issued from `completed`. Sets
/// persistence to the last observed value. Widens the bands by widened() where `widen` says that they were
/// calibrated for a SYM-H that is not late.
void note_path(IssuedForecast& forecast, const CompletedIndex& completed, bool widen);

}  // namespace symh
