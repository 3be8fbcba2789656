#pragma once
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/time.h"
#include "models/model.h"
#include "trajectories/error_paths.h"

namespace symh {

/// One model of an ensemble and its weight at each lead time.
struct Member {
  std::string name;
  Model model;
  std::vector<double> weights;  ///< one a lead time, not negative; all members' sum to 1
};

/// The reach of a 5-95 % band from the forecast at one lead time: factors on the members' own half-widths
/// (quantile heads), or nT if no member has any. Split-conformal: on forecasts of data that no member was
/// trained on, 5 % of the observations lie below the band and 5 % above (Vovk et al. 2005; Romano, Patterson
/// & Candes 2019, 1905.03222).
struct BandCalibration {
  double below = 1, above = 1;
  /// Errors grow with a storm faster than the members' own half-widths do. So both sides get a further factor
  /// (DepthFactors in combination.h): it rises from 1 at a forecast of -50 nT to `deep` at -90 nT, and by
  /// `deepest` more between -100 and -200 nT.
  double deep = 1, deepest = 0;
};

/// How the members' forecasts become one.
struct Combining {
  std::vector<std::vector<double>> weights;  ///< [member][lead time], not negative; the sum over members is 1
  std::vector<BandCalibration> bands;        ///< one a lead time; empty without calibration
};

/// The same for a target that comes so late.
struct LateCombining {
  Minutes age{0};
  Combining combining;
};

/// One or more models that forecast as one; `symh predict` and `symh evaluate` work with it. A single run is
/// an ensemble of one.
struct Ensemble {
  std::string name;
  std::vector<Member> members;
  std::vector<BandCalibration> bands;  ///< one a lead time; empty without calibration
  /// For a late target, learnt out of fold at rising ages; empty if the members combine alike at every age.
  std::vector<LateCombining> when_late = {};
  /// The same where observatories give an estimate of a late target; empty if no member was trained with one.
  std::vector<LateCombining> with_stations = {};
  /// Of its forecasts out of fold; empty if it was not learnt.
  ErrorModel errors = {};
  nlohmann::json provenance;

  const WindowsConfig& windows() const { return members.front().model.config.windows; }
  const std::map<std::string, std::string>& columns() const {
    return members.front().model.config.data.columns;
  }
  /// How the members combine if the target is so late: the members' own weights and `bands` at age 0, between
  /// the ages of `when_late` a mean of both by the logarithm of the age, so that no value that comes changes
  /// a forecast by a jump of the weights. `stations`: of `with_stations`, if it has any.
  Combining combining(Minutes age = Minutes{0}, bool stations = false) const;
  /// The longest lead time.
  Minutes reach() const { return std::ranges::max(windows().horizon); }
  bool classifies() const { return members.front().model.config.model.task == Task::classification; }
};

}  // namespace symh
