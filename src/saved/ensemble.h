#pragma once
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "saved/model.h"

namespace symh {

/// One model of an ensemble and what it weighs at each lead time.
struct Member {
  std::string name;
  Model model;
  std::vector<double> weights;  ///< one a lead time, not negative; all members' sum to 1
};

/// How far a 5-95 % band reaches from the forecast at one lead time: factors on the members' own half-widths
/// (quantile heads), or nT where no member has any. Split-conformal: chosen so that on forecasts of data that
/// no member was trained on 5 % of the observations lie below and 5 % above (Vovk et al. 2005; Romano,
/// Patterson & Candes 2019, 1905.03222).
struct BandCalibration {
  double below = 1, above = 1;
};

/// One or more models that forecast as one; what `symh predict` and `symh evaluate` work with. A single run
/// is an ensemble of one.
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

/// Writes `ensemble.json` and a folder a member below `members/`, the members first.
void save_ensemble(const Ensemble& ensemble, const std::filesystem::path& folder);

/// Reads the run folder of an ensemble or of a single model as untrusted input. Throws DataError saying what
/// is wrong with which file: members of differing lead times, weights that are negative or do not sum to 1 …
Ensemble load_ensemble(const std::filesystem::path& folder);

}  // namespace symh
