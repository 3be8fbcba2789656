#include "verification/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "series/storms.h"

namespace symh {
namespace {

class Checker {
 public:
  explicit Checker(const LeadTimeForecasts& lead) : lead_(lead), samples_(lead.issue_time.size()) {}

  void size(std::string_view what, std::size_t found) const {
    if (found != samples_) fail(fmt::format("{} has {} entries for {} samples", what, found, samples_));
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw DataError(fmt::format("forecasts for lead time {}: {}", format_duration(lead_.lead_time), what));
  }

 private:
  const LeadTimeForecasts& lead_;
  std::size_t samples_;
};

void require_whole(const LeadTimeForecasts& lead, std::size_t storms) {
  const Checker check(lead);
  check.size("observed_nt", lead.observed_nt.size());
  check.size("forecast_nt", lead.forecast_nt.size());
  if (!lead.baselines_nt.contains("persistence")) check.fail("the baseline 'persistence' is not there");
  for (const auto& [name, values] : lead.baselines_nt) check.size(name, values.size());
  if (!lead.storm.empty()) check.size("storm", lead.storm.size());
  if (!lead.lateness.empty()) check.size("lateness", lead.lateness.size());
  if (!lead.drive_mv_m.empty()) check.size("drive_mv_m", lead.drive_mv_m.size());
  for (const int storm : lead.storm) {
    if (storm < -1 || storm >= static_cast<int>(storms)) check.fail(fmt::format("no storm {}", storm));
  }
  if (lead.level_probabilities.empty()) return;
  check.size("level_probabilities", lead.level_probabilities.size());
  constexpr std::size_t levels = default_storm_thresholds_nt.size() + 1;
  for (const auto& row : lead.level_probabilities) {
    if (!row.empty() && row.size() != levels)
      check.fail(fmt::format("{} probabilities for {} storm levels", row.size(), levels));
  }
}

}  // namespace

void require_whole(const ForecastTable& table) {
  if (table.cadence <= Minutes{0}) throw DataError("forecasts: the cadence is not positive");
  for (const auto& lead : table.leads) require_whole(lead, table.storms.size());
  for (const auto& window : table.windows) {
    require_whole(window.minimum, table.storms.size());
    const Checker check(window.minimum);
    if (window.members > 0) check.size("minima_nt", window.minima_nt.size() / window.members);
    for (const auto& chances : window.chances)
      if (window.members == 0) check.size("chances", chances.size());
  }
}

void require_same_size(const std::vector<float>& observed, const std::vector<float>& forecast) {
  if (observed.size() != forecast.size())
    throw DataError(fmt::format("{} observed values for {} forecasts", observed.size(), forecast.size()));
}

SampleRows common_rows(const LeadTimeForecasts& lead) {
  const auto& persistence = lead.baselines_nt.at("persistence");
  // A target that does not come at all has no last value anywhere; the forecasts can be scored all the same.
  const bool persists = !std::ranges::all_of(persistence, [](float value) { return std::isnan(value); });
  SampleRows rows;
  rows.reserve(lead.issue_time.size());
  for (std::size_t i = 0; i < lead.issue_time.size(); ++i) {
    if (!std::isnan(lead.observed_nt[i]) && !std::isnan(lead.forecast_nt[i]) &&
        !(persists && std::isnan(persistence[i])))
      rows.push_back(i);
  }
  return rows;
}

std::vector<float> pick(const std::vector<float>& values, const SampleRows& rows) {
  std::vector<float> picked;
  picked.reserve(rows.size());
  for (const auto row : rows) picked.push_back(values[row]);
  return picked;
}

int storm_of(const LeadTimeForecasts& lead, std::size_t row) {
  return lead.storm.empty() ? -1 : lead.storm[row];
}

}  // namespace symh
