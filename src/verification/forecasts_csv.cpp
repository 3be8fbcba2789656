#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "verification/samples.h"
#include "verification/verify.h"

namespace symh {
namespace {

void append_value(std::string& csv, float value) {
  if (!std::isnan(value)) fmt::format_to(std::back_inserter(csv), "{:.3f}", value);
}

Rows by_issue_time(const LeadTimeForecasts& lead) {
  Rows rows(lead.issue_time.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(),
                   [&](auto a, auto b) { return lead.issue_time[a] < lead.issue_time[b]; });
  return rows;
}

void append_lead(std::string& csv, const LeadTimeForecasts& lead) {
  const auto& persistence = lead.baselines_nt.at("persistence");
  for (const auto row : by_issue_time(lead)) {
    if (std::isnan(lead.forecast_nt[row])) continue;
    const Time issued = lead.issue_time[row];
    fmt::format_to(std::back_inserter(csv), "{},{},{},{:.3f},", format_time(issued), lead.lead_time.count(),
                   format_time(issued + lead.lead_time), lead.forecast_nt[row]);
    append_value(csv, lead.observed_nt[row]);
    csv += ',';
    append_value(csv, persistence[row]);
    csv += '\n';
  }
}

}  // namespace

std::string forecasts_csv(const ForecastTable& table) {
  require_whole(table);
  std::vector<const LeadTimeForecasts*> leads;
  for (const auto& lead : table.leads) leads.push_back(&lead);
  std::stable_sort(leads.begin(), leads.end(), [](auto a, auto b) { return a->lead_time < b->lead_time; });
  std::string csv = "issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt\n";
  for (const auto* lead : leads) append_lead(csv, *lead);
  return csv;
}

}  // namespace symh
