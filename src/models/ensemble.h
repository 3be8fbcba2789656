#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/model.h"

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
};

/// One or more models that forecast as one; `symh predict` and `symh evaluate` work with it. A single run is
/// an ensemble of one.
struct Ensemble {
  std::string name;
  std::vector<Member> members;
  std::vector<BandCalibration> bands;  ///< one a lead time; empty without calibration
  nlohmann::json provenance;

  const WindowsConfig& windows() const { return members.front().model.config.windows; }
  const std::map<std::string, std::string>& columns() const {
    return members.front().model.config.data.columns;
  }
  bool classifies() const { return members.front().model.config.model.task == Task::classification; }
};

}  // namespace symh
