#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "centre/record/forecast_log.h"
#include "verification/verify.h"

namespace symh {

/// How regularly a forecast centre has run.
struct RunRecord {
  std::size_t runs = 0;
  std::size_t failed = 0;      ///< runs with an exit code other than 0
  std::size_t missing = 0;     ///< runs left out, judged by `every`
  Minutes every{0};            ///< the most common time between two starts; 0 with fewer than two runs
  std::string last_failure{};  ///< note of the newest failed run
};

/// The skill of the forecasts issued in [from, to], by later observations.
struct OperationalSkill {
  Time from, to;
  std::size_t issued = 0;  ///< issue times
  Minutes median_data_age{0}, longest_data_age{0};
  RunRecord runs;
  Verification verification;  ///< without lead times where no forecast was issued
};

OperationalSkill operational_skill(const ForecastLog& log, Time from, Time to);

/// Tables for a terminal, at most 80 columns wide.
std::string to_text(const OperationalSkill& skill);
nlohmann::json to_json(const OperationalSkill& skill);

}  // namespace symh
