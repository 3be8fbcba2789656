#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "saved/ensemble.h"
#include "verification/forecast_table.h"

namespace symh {

/// An ensemble without models: one member a table, named as the table's model and weighed so that the mean of
/// the forecasts is best. `tables` hold forecasts of data that the models did not see (out of fold), with the
/// same lead times.
Ensemble weigh(const std::string& name, const std::vector<ForecastTable>& tables);

/// What one member is worth at one lead time [nT]; all on the issue times at which every member forecasts.
struct Contribution {
  std::string member;
  double weight = 0;
  double alone_nt = 0;    ///< RMSE of its own forecasts
  double without_nt = 0;  ///< RMSE of the ensemble of the others, weighed again; NaN where there is no other
};

/// One entry a member and, last, "all" with the whole ensemble's RMSE as alone_nt.
struct LeadContributions {
  Minutes lead_time{0};
  std::vector<Contribution> members;
};
std::vector<LeadContributions> contributions(const std::vector<ForecastTable>& tables);

/// A list of `{lead_time_minutes, member, weight, rmse_alone_nt, rmse_without_nt}`.
nlohmann::json to_json(const std::vector<LeadContributions>& leads);

}  // namespace symh
