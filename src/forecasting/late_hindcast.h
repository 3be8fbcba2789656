#pragma once
#include <functional>

#include "forecasting/hindcast.h"
#include "physics/gap_path.h"
#include "trajectories/frame.h"

namespace symh {

/// Where estimates of SYM-H from observatories come from: nowhere; SYM-H with drawn errors
/// (drawn_station_errors), as four observatories have them; the channels sym_h_quick and sym_h_quick_error.
enum class StationSource { none, simulated, measured };

/// How late the data come.
struct DataAges {
  Minutes index{0};  ///< of SYM-H; no_index_age: it does not come at all
  Minutes wind{0};   ///< of every channel of the solar wind
  StationSource stations = StationSource::none;
};

/// The estimates of SYM-H that hindcast_with_late_data() has at these ages.
class LatePaths {
 public:
  /// `cadence` is that of the model.
  LatePaths(const Series& series, Minutes cadence, const DataAges& ages);
  /// The estimate at an issue time with its 5-95 % band; nothing if there is none, as path_through_gap()
  /// says.
  std::optional<Marginal> start_at(Time time) const;

 private:
  Series grid_;
  DataAges ages_;
};

/// Throws UsageError, which names `option`, for an age that is no whole number of samples of `cadence`.
void require_whole_samples(const char* option, Minutes age, Minutes cadence);

/// The newest estimate from observatories is so old.
inline constexpr Minutes station_delay{10};

/// Forecasts at the issue times of hindcast() as if the data came so late: each sees SYM-H and the solar wind
/// stamped at or before its issue time - their age. Where SYM-H is missing at the issue time, it is estimated
/// as for an issued forecast (complete_index), with the wind and the estimates from observatories that are
/// known, and so are the baselines, except persistence, which is the last value that is known. Throws
/// UsageError unless can_bridge_gap(), and as hindcast() does.
Hindcast hindcast_with_late_data(
    const Ensemble& ensemble, const Series& series, const DataAges& ages, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {});

}  // namespace symh
