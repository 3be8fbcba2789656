#pragma once
#include <string>
#include <vector>

#include "models/ensemble.h"
#include "verification/forecast_table.h"
#include "verification/table.h"

namespace symh {

/// An ensemble without models: each table gives one member, named after the table's model. The weights
/// minimise the squared error of the weighted mean, to which every storm contributes alike. `tables` must
/// hold forecasts of data that the models did not see (out of fold), with the same lead times.
Ensemble weigh(const std::string& name, const std::vector<ForecastTable>& tables);

/// What one member contributes at one lead time, scored at the issue times at which every member forecasts.
struct Contribution {
  std::string member;
  double weight = 0;
  double alone_nt = 0;    ///< RMSE of its own forecasts
  double without_nt = 0;  ///< RMSE of the other members, weighed again; NaN if there are none
};

/// One entry for each member and, last, "all" with the RMSE of the whole ensemble as alone_nt.
struct LeadContributions {
  Minutes lead_time{0};
  std::vector<Contribution> members;
};
std::vector<LeadContributions> contributions(const std::vector<ForecastTable>& tables);

/// A row for each member at each lead time, for the terminal, the model card and JSON.
Table contribution_table(const std::vector<LeadContributions>& leads);

}  // namespace symh
