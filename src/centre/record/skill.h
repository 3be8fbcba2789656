#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "centre/record/alert_outcomes.h"
#include "centre/record/forecast_log.h"
#include "verification/table.h"
#include "verification/verify.h"

namespace symh {

/// How regularly a forecast centre has run.
struct RunRecord {
  std::size_t runs = 0;
  std::size_t failed = 0;      ///< runs with an exit code other than 0
  std::size_t missing = 0;     ///< runs left out, judged by `every`
  Minutes every{0};            ///< the most common time between two starts; 0 with fewer than two runs
  std::string last_failure{};  ///< the first failure of the newest failed run
};

/// The skill of the forecasts issued in [from, to], by later observations.
struct OperationalSkill {
  Time from, to;
  std::size_t issued = 0;  ///< issue times
  Minutes median_data_age{0}, longest_data_age{0};
  RunRecord runs;
  AlertHistory alerts;
  Verification verification;  ///< without lead times where no forecast was issued
};

/// `rules` are those of the settings.
OperationalSkill operational_skill(const ForecastLog& log, const std::vector<AlertRule>& rules, Time from,
                                   Time to);

/// A row for each lead time, for the page, the terminal and JSON: the errors of the forecasts and of
/// persistence, the band, and the hits at the first threshold. No rows if no forecast was issued.
Table skill_summary(const OperationalSkill& skill);

/// Tables for a terminal, at most 80 columns wide: the summary, the alerts, then all scores of each lead
/// time.
std::string to_text(const OperationalSkill& skill);
/// The record of the runs, the `alerts`, the `summary` with an object for each lead time, and all scores.
nlohmann::json to_json(const OperationalSkill& skill);

}  // namespace symh
