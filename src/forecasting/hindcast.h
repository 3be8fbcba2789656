#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>

#include "models/ensemble.h"
#include "verification/forecast_table.h"

namespace symh {

/// Which issue times a hindcast covers; both ends included.
struct HindcastRange {
  std::optional<Time> from, to;
  Minutes every{0};  ///< only the issue times on this stride; 0: all

  bool holds(Time time) const {
    return (!from || time >= *from) && (!to || time <= *to) &&
           (every == Minutes{0} || time.time_since_epoch() % every == Minutes{0});
  }
};

/// How many forecasts are missing, and why.
struct HindcastCounts {
  std::size_t missing_inputs = 0;   ///< issue times whose window is broken or too short
  std::size_t missing_targets = 0;  ///< forecasts without any observation to compare
};

struct Hindcast {
  ForecastTable table;
  HindcastCounts counts;
};

/// The observations at the issue times of `rows`, and the baselines that need no fitting: persistence and, if
/// there is solar wind, the ring-current models. The table has no forecasts and no storm labels yet.
ForecastTable observations(const Prepared& prepared, const WindowsConfig& config, const Rows& rows);

/// The table of a member that is not asked for any forecast.
ForecastTable without_forecasts(const Model& model);

/// The observed values of the target alone.
Series observed_series(const Prepared& prepared, const std::string& target);

/// Labels each sample with the storm that its valid time, or the end of its window, belongs to, if SYM-H is
/// the target.
void label_storms(ForecastTable& table, const Prepared& prepared);

/// The windows of one configuration on one series. Members of an ensemble that see the same windows share
/// them, so that data are prepared, and features and baselines computed, once for all of them.
struct SharedWindows {
  std::shared_ptr<const Prepared> prepared;
  WindowsConfig config;
  Rows rows;
  WindowFeatures features;
  ForecastTable observed;  ///< observations() at the rows
};
SharedWindows share_windows(std::shared_ptr<const Prepared> prepared, const WindowsConfig& config, Rows rows);
/// As hindcast() of Windows with the scaling of the model.
ForecastTable hindcast(
    const Model& model, const SharedWindows& shared,
    const std::function<void(double)>& on_share = [](double) {});

/// Forecasts for all `windows`, without storm labels. Throws RunError if one of them is no finite number.
ForecastTable hindcast(
    const Model& model, const Windows& windows, const std::function<void(double)>& on_share = [](double) {});

/// Forecasts of the model and its baselines at every issue time of `series` that has a window; every sample
/// of the grid is one (windows.stride is for training). Each forecast sees only values stamped at or before
/// its issue time. Throws DataError if no issue time in the range has a window.
/// `age` is for models that bridge the gap of a late target.
Hindcast hindcast(
    const Model& model, Series series, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {}, const IndexAge& age = {});

/// What some members of an ensemble forecast, by their places.
struct MemberHindcasts {
  /// Of members that see the same windows, only the table of the first has observations and baselines.
  std::map<std::size_t, ForecastTable> tables;
  HindcastCounts counts;  ///< of the member with most windows
};
/// hindcast() of the members at `places`, with the data prepared once for those that see the same windows.
MemberHindcasts hindcast_members(
    const Ensemble& ensemble, const std::vector<std::size_t>& places, const Series& series,
    const HindcastRange& range, const std::function<void(double)>& on_share = [](double) {},
    const IndexAge& age = {});

/// The same by an ensemble: every member forecasts at each of its issue times, then combine() combines them.
/// Call match_solar_wind() on `series` first.
Hindcast hindcast(
    const Ensemble& ensemble, const Series& series, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {});

}  // namespace symh
