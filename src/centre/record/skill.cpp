#include "centre/record/skill.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "reporting/scores_json.h"
#include "reporting/scores_text.h"

namespace symh {
namespace {

/// The most common distance between neighbours, the shortest of equals.
Minutes usual_distance(const std::vector<LoggedRun>& runs) {
  std::map<Minutes, int> counts;
  for (std::size_t i = 1; i < runs.size(); ++i)
    if (const auto distance = runs[i].started - runs[i - 1].started; distance > Minutes{0})
      ++counts[distance];
  const auto most =
      std::ranges::max_element(counts, [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? Minutes{0} : most->first;
}

RunRecord record_of(const std::vector<LoggedRun>& runs) {
  RunRecord record;
  record.runs = runs.size();
  record.every = usual_distance(runs);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].exit_code != 0) {
      ++record.failed;
      record.last_failure = runs[i].note;
    }
    if (i == 0 || record.every == Minutes{0}) continue;
    const auto gap = runs[i].started - runs[i - 1].started;
    const auto slots = (gap + record.every / 2) / record.every;
    record.missing += static_cast<std::size_t>(std::max<std::int64_t>(slots - 1, 0));
  }
  return record;
}

/// Age of the data at each issue time, when its forecast was issued.
std::vector<Minutes> data_ages(const std::vector<LoggedForecast>& forecasts) {
  std::map<Time, Minutes> ages;
  for (const auto& forecast : forecasts)
    ages[forecast.issue_time] = forecast.issued_at - forecast.last_observed;
  std::vector<Minutes> list;
  list.reserve(ages.size());
  for (const auto& [issue, age] : ages) list.push_back(age);
  std::ranges::sort(list);
  return list;
}

std::string run_text(const RunRecord& runs) {
  if (runs.runs == 0) return "no runs recorded\n";
  auto text = fmt::format("{} runs", runs.runs);
  if (runs.every > Minutes{0}) text += fmt::format(", one every {}", format_duration(runs.every));
  text += fmt::format("; {} missing, {} failed\n", runs.missing, runs.failed);
  if (!runs.last_failure.empty()) text += fmt::format("last failure: {}\n", runs.last_failure);
  return text;
}

}  // namespace

OperationalSkill operational_skill(const ForecastLog& log, Time from, Time to) {
  OperationalSkill skill;
  skill.from = from;
  skill.to = to;
  const auto ages = data_ages(log.forecasts(from, to));
  skill.issued = ages.size();
  if (!ages.empty()) {
    skill.median_data_age = ages[ages.size() / 2];
    skill.longest_data_age = ages.back();
  }
  skill.runs = record_of(log.runs(from, to));
  if (skill.issued > 0) skill.verification = verify(log.joined(from, to));
  return skill;
}

std::string to_text(const OperationalSkill& skill) {
  auto text =
      fmt::format("Forecasts issued from {} to {}\n\n", format_time(skill.from), format_time(skill.to));
  text += run_text(skill.runs);
  if (skill.issued == 0) return text + "no forecasts were issued in this time\n";
  text += fmt::format("{} issue times; age of the data at issue: median {} min, longest {} min\n\n",
                      skill.issued, skill.median_data_age.count(), skill.longest_data_age.count());
  return text + to_text(skill.verification);
}

nlohmann::json to_json(const OperationalSkill& skill) {
  return {{"from", format_time(skill.from)},
          {"to", format_time(skill.to)},
          {"issue_times", skill.issued},
          {"data_age_minutes",
           {{"median", skill.median_data_age.count()}, {"longest", skill.longest_data_age.count()}}},
          {"runs",
           {{"count", skill.runs.runs},
            {"every_minutes", skill.runs.every.count()},
            {"missing", skill.runs.missing},
            {"failed", skill.runs.failed},
            {"last_failure", skill.runs.last_failure}}},
          {"verification", to_json(skill.verification)}};
}

}  // namespace symh
