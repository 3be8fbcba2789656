#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "centre/record/forecast_log.h"
#include "verification/verify.h"

namespace symh {

/// How regularly a forecast centre ran.
struct RunRecord {
  std::size_t runs = 0;
  std::size_t failed = 0;      ///< with an exit code other than 0
  std::size_t missing = 0;     ///< that the most common distance between starts leads to expect
  Minutes every{0};            ///< that distance; 0 where fewer than two ran
  std::string last_failure{};  ///< note of the newest failed run
};

/// The true skill of what was issued in [from, to].
struct OperationalSkill {
  Time from, to;
  std::size_t issued = 0;  ///< issue times
  Minutes median_data_age{0}, longest_data_age{0};
  RunRecord runs;
  Verification verification;  ///< without leads where nothing was issued
};

OperationalSkill operational_skill(const ForecastLog& log, Time from, Time to);

/// Tables for a terminal of 80 columns.
std::string to_text(const OperationalSkill& skill);
nlohmann::json to_json(const OperationalSkill& skill);

}  // namespace symh
