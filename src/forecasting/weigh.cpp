#include "forecasting/weigh.h"

#include <cmath>
#include <limits>

#include "forecasting/combine.h"
#include "training/ensemble_weights.h"

namespace symh {
namespace {

using Columns = std::vector<const std::vector<float>*>;

/// The forecasts of every table at the issue times of the first table.
std::vector<std::vector<float>> aligned(const std::vector<ForecastTable>& tables, std::size_t lead) {
  const auto& issue_times = tables.front().leads[lead].issue_time;
  std::vector<std::vector<float>> columns;
  for (const auto& table : tables) columns.push_back(forecasts_at(table.leads[lead], issue_times));
  return columns;
}

/// The share of each sample by which every storm counts alike, whatever its length: one through the number of
/// samples of its storm. Between the issue times of two storms lies more than a day.
std::vector<double> storm_shares(const std::vector<Time>& issue_times) {
  constexpr Minutes between_storms{1440};
  std::vector<double> shares(issue_times.size());
  for (std::size_t first = 0, end = 0; first < shares.size(); first = end) {
    for (end = first + 1; end < shares.size() && issue_times[end] - issue_times[end - 1] <= between_storms;)
      ++end;
    for (auto i = first; i < end; ++i) shares[i] = 1.0 / static_cast<double>(end - first);
  }
  return shares;
}

Columns pointers(const std::vector<std::vector<float>>& columns) {
  Columns all;
  for (const auto& column : columns) all.push_back(&column);
  return all;
}

/// RMSE of the weighted mean over the samples at which all of `needed` have a value.
double rmse_of_mean(const std::vector<float>& observed, const Columns& forecasts,
                    const std::vector<double>& weights, const Columns& needed) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    double all_there = observed[i];
    for (const auto* column : needed) all_there += (*column)[i];
    if (!std::isfinite(all_there)) continue;
    double error = -observed[i];
    for (std::size_t m = 0; m < forecasts.size(); ++m) error += weights[m] * (*forecasts[m])[i];
    sum += error * error;
    ++count;
  }
  return count > 0 ? std::sqrt(sum / count) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Ensemble weigh(const std::string& name, const std::vector<ForecastTable>& tables) {
  Ensemble ensemble;
  ensemble.name = name;
  for (const auto& table : tables) ensemble.members.push_back({table.model, {}, {}});
  for (std::size_t lead = 0; lead < tables.front().leads.size(); ++lead) {
    const auto columns = aligned(tables, lead);
    const auto& first = tables.front().leads[lead];
    const auto weights =
        ensemble_weights(first.observed_nt, pointers(columns), storm_shares(first.issue_time));
    for (std::size_t m = 0; m < weights.size(); ++m) ensemble.members[m].weights.push_back(weights[m]);
  }
  return ensemble;
}

namespace {

std::vector<Contribution> contributions_at(const std::vector<ForecastTable>& tables, std::size_t lead) {
  const auto& observed = tables.front().leads[lead].observed_nt;
  const auto shares = storm_shares(tables.front().leads[lead].issue_time);
  const auto columns = aligned(tables, lead);
  const auto all = pointers(columns);
  const auto best_mean = [&](const Columns& chosen) {
    if (chosen.empty()) return std::numeric_limits<double>::quiet_NaN();
    return rmse_of_mean(observed, chosen, ensemble_weights(observed, chosen, shares), all);
  };
  const auto weights = ensemble_weights(observed, all, shares);
  std::vector<Contribution> list;
  for (std::size_t m = 0; m < all.size(); ++m) {
    auto others = all;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(m));
    list.push_back(
        {tables[m].model, weights[m], rmse_of_mean(observed, {all[m]}, {1.0}, all), best_mean(others)});
  }
  list.push_back({"all", 1, best_mean(all), std::numeric_limits<double>::quiet_NaN()});
  return list;
}

}  // namespace

std::vector<LeadContributions> contributions(const std::vector<ForecastTable>& tables) {
  std::vector<LeadContributions> leads;
  for (std::size_t lead = 0; lead < tables.front().leads.size(); ++lead)
    leads.push_back({tables.front().leads[lead].lead_time, contributions_at(tables, lead)});
  return leads;
}

Table contribution_table(const std::vector<LeadContributions>& leads) {
  Table table{
      .title = "Members",
      .columns = {{.key = "lead_time_minutes", .in_page = false},
                  {.title = "Lead", .brief = "lead", .width = 6},
                  {.key = "member", .title = "Member", .brief = "member", .width = 32, .names_row = true},
                  {.key = "weight", .title = "Weight", .brief = "weight", .decimals = 3, .width = 8},
                  {.key = "rmse_alone_nt",
                   .title = "RMSE alone",
                   .brief = "RMSE alone [nT]",
                   .decimals = 3,
                   .width = 17},
                  {.key = "rmse_without_nt",
                   .title = "RMSE of the others, weighed again",
                   .brief = "RMSE without it",
                   .decimals = 3,
                   .width = 17}},
      .rows = {},
      .note =
          "The RMSE in nT of each member alone, and of the other members with weights chosen again without "
          "it."};
  for (const auto& lead : leads)
    for (const auto& member : lead.members)
      table.rows.push_back({static_cast<std::size_t>(lead.lead_time.count()), format_duration(lead.lead_time),
                            member.member, member.weight, member.alone_nt, member.without_nt});
  return table;
}

}  // namespace symh
