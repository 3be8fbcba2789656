#include "verification/forecasts_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "verification/samples.h"

namespace symh {
namespace {

void append_value(std::string& csv, float value) {
  if (!std::isnan(value)) fmt::format_to(std::back_inserter(csv), "{:.3f}", value);
}

SampleRows by_issue_time(const LeadTimeForecasts& lead) {
  SampleRows rows(lead.issue_time.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(),
                   [&](auto a, auto b) { return lead.issue_time[a] < lead.issue_time[b]; });
  return rows;
}

void append_lead(std::string& csv, const LeadTimeForecasts& lead, bool with_bands) {
  const auto& persistence = lead.baselines_nt.at("persistence");
  for (const auto row : by_issue_time(lead)) {
    if (std::isnan(lead.forecast_nt[row])) continue;
    const Time issued = lead.issue_time[row];
    fmt::format_to(std::back_inserter(csv), "{},{},{},{:.3f},", format_time(issued), lead.lead_time.count(),
                   format_time(issued + lead.lead_time), lead.forecast_nt[row]);
    append_value(csv, lead.observed_nt[row]);
    csv += ',';
    append_value(csv, persistence[row]);
    for (const auto* quantile : {&lead.q05_nt, &lead.q50_nt, &lead.q95_nt}) {
      if (!with_bands) continue;
      csv += ',';
      if (!quantile->empty()) append_value(csv, (*quantile)[row]);
    }
    csv += '\n';
  }
}

}  // namespace

std::string forecasts_csv(const ForecastTable& table) {
  require_whole(table);
  std::vector<const LeadTimeForecasts*> leads;
  for (const auto& lead : table.leads) leads.push_back(&lead);
  std::stable_sort(leads.begin(), leads.end(), [](auto a, auto b) { return a->lead_time < b->lead_time; });
  const bool with_bands = std::ranges::any_of(leads, [](auto lead) { return !lead->q05_nt.empty(); });
  std::string csv = "issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt";
  csv += with_bands ? ",q05_nt,q50_nt,q95_nt\n" : "\n";
  for (const auto* lead : leads) append_lead(csv, *lead, with_bands);
  return csv;
}

}  // namespace symh
