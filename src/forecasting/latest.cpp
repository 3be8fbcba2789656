#include "forecasting/latest.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "series/operations.h"
#include "series/storms.h"

namespace symh {
namespace {

/// Enough of the newest data for one window; a year of minutes need not be prepared to issue one forecast.
Series newest_part(const Series& series, const WindowsConfig& config, std::optional<Time> at) {
  const Time last = at ? std::min(*at, series.last_time()) : series.last_time();
  const Minutes reach =
      config.lookback + config.fill_limit + config.stride + 2 * config.cadence + longest_hole;
  const Minutes stamp_shift = config.cadence;  // the mean stamped `last` needs no minute stamped after it
  return slice(series, last - reach - stamp_shift, last + Minutes{1});
}

std::string level_name(float value_nt, const std::vector<float>& probabilities) {
  if (probabilities.empty()) return std::string(storm_level_name(storm_level(value_nt)));
  const auto most = std::ranges::max_element(probabilities) - probabilities.begin();
  return std::string(storm_level_name(static_cast<StormLevel>(most)));
}

nlohmann::json number(float value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

}  // namespace

IssuedForecast issue_forecast(const Model& model, Series series, std::optional<Time> at) {
  const auto& config = model.config.windows;
  if (series.empty() || (at && *at < series.first_time()))
    throw DataError("no data at or before the issue time; give older files or another --at");
  const auto prepared = std::make_shared<const Prepared>(prepare(newest_part(series, config, at), config));
  auto issue = issue_rows(*prepared, config, false);
  std::erase_if(issue.rows, [&](std::int64_t row) {
    return at && prepared->grid.time_of(static_cast<std::size_t>(row)) > *at;
  });
  if (issue.rows.empty())
    throw DataError(
        fmt::format("the newest data have no {} of unbroken history; check their gaps with `symh inspect`",
                    format_duration(config.cadence * shortest_history(config))));
  const Windows windows(prepared, config, model.scaling, {issue.rows.back()});
  const auto batch = windows.batch(0, 1);
  const auto values = forecast_nt(model, batch);
  const bool classes = model.config.model.task == "classification";
  const auto probabilities = classes ? level_probabilities(model, batch) : torch::Tensor();
  IssuedForecast forecast{
      model.config.name, config.target, windows.issue_time(0), batch.last_nt[0].item<float>(), {}};
  for (std::size_t l = 0; l < config.horizon.size(); ++l) {
    const auto column = static_cast<std::int64_t>(l);
    LeadForecast lead;
    lead.lead_time = config.horizon[l];
    lead.valid_time = forecast.issue_time + lead.lead_time;
    lead.value_nt = values[0][column].item<float>();
    for (std::int64_t k = 0; classes && k < probabilities.size(2); ++k)
      lead.level_probabilities.push_back(probabilities[0][column][k].item<float>());
    lead.level = level_name(lead.value_nt, lead.level_probabilities);
    lead.persistence_nt = forecast.last_nt;
    forecast.leads.push_back(std::move(lead));
  }
  return forecast;
}

std::string to_text(const IssuedForecast& forecast) {
  std::string text =
      fmt::format("{} forecast by '{}', issued {} (last value {:.0f} nT)\n\n{:>6}  {:<20}  {:>9}  {}\n",
                  forecast.target, forecast.model, format_time(forecast.issue_time), forecast.last_nt, "lead",
                  "valid time", "nT", "level");
  for (const auto& lead : forecast.leads) {
    text += fmt::format("{:>6}  {:<20}  {:>9.1f}  {}\n", format_duration(lead.lead_time),
                        format_time(lead.valid_time), lead.value_nt, lead.level);
    if (lead.level_probabilities.empty()) continue;
    text += "        ";
    for (std::size_t k = 0; k < lead.level_probabilities.size(); ++k)
      text += fmt::format("{} {:.0f} %  ", storm_level_name(static_cast<StormLevel>(k)),
                          100 * lead.level_probabilities[k]);
    text += "\n";
  }
  return text;
}

std::string to_csv(const IssuedForecast& forecast) {
  std::string text = "issue_time,lead_time_minutes,valid_time,forecast_nt,level,persistence_nt";
  for (std::size_t k = 0; k < forecast.leads.front().level_probabilities.size(); ++k)
    text += fmt::format(",p_{}", storm_level_name(static_cast<StormLevel>(k)));
  text += '\n';
  for (const auto& lead : forecast.leads) {
    text += fmt::format("{},{},{},{:.3f},{},{:.3f}", format_time(forecast.issue_time), lead.lead_time.count(),
                        format_time(lead.valid_time), lead.value_nt, lead.level, lead.persistence_nt);
    for (const float probability : lead.level_probabilities) text += fmt::format(",{:.4f}", probability);
    text += '\n';
  }
  return text;
}

nlohmann::json to_json(const IssuedForecast& forecast) {
  nlohmann::json leads = nlohmann::json::array();
  for (const auto& lead : forecast.leads) {
    nlohmann::json entry{{"lead_time_minutes", lead.lead_time.count()},
                         {"valid_time", format_time(lead.valid_time)},
                         {"forecast_nt", number(lead.value_nt)},
                         {"level", lead.level},
                         {"persistence_nt", number(lead.persistence_nt)}};
    for (std::size_t k = 0; k < lead.level_probabilities.size(); ++k)
      entry["level_probabilities"][std::string(storm_level_name(static_cast<StormLevel>(k)))] =
          lead.level_probabilities[k];
    leads.push_back(std::move(entry));
  }
  return {{"model", forecast.model},
          {"target", forecast.target},
          {"issue_time", format_time(forecast.issue_time)},
          {"last_nt", number(forecast.last_nt)},
          {"forecasts", std::move(leads)}};
}

}  // namespace symh
