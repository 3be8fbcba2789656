#include "forecasting/latest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
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

namespace {

/// The forecasts of one model at its newest issue time.
ForecastTable newest(const Model& model, const Series& series, std::optional<Time> at) {
  auto config = model.config.windows;
  config.stride = config.cadence;
  const auto prepared = std::make_shared<const Prepared>(prepare(newest_part(series, config, at), config));
  auto issue = issue_rows(*prepared, config, false);
  std::erase_if(issue.rows, [&](std::int64_t row) {
    return at && prepared->grid.time_of(static_cast<std::size_t>(row)) > *at;
  });
  if (issue.rows.empty())
    throw DataError(
        fmt::format("the newest data have no {} of unbroken history; check their gaps with `symh inspect`",
                    format_duration(config.cadence * shortest_history(config))));
  return hindcast(model, Windows(prepared, config, model.scaling, {issue.rows.back()}));
}

LeadForecast lead_forecast(const LeadTimeForecasts& from) {
  LeadForecast lead;
  lead.lead_time = from.lead_time;
  lead.valid_time = from.issue_time.front() + from.lead_time;
  lead.value_nt = from.forecast_nt.front();
  if (!from.q05_nt.empty()) {
    lead.q05_nt = from.q05_nt.front();
    lead.q95_nt = from.q95_nt.front();
  }
  if (!from.level_probabilities.empty()) lead.level_probabilities = from.level_probabilities.front();
  lead.level = level_name(lead.value_nt, lead.level_probabilities);
  lead.persistence_nt = from.baselines_nt.at("persistence").front();
  return lead;
}

IssuedForecast issued(const ForecastTable& table) {
  const auto& first = table.leads.front();
  IssuedForecast forecast{
      table.model, table.target, first.issue_time.front(), first.baselines_nt.at("persistence").front(), {}};
  for (const auto& lead : table.leads) forecast.leads.push_back(lead_forecast(lead));
  return forecast;
}

void require_data(const Series& series, std::optional<Time> at) {
  if (series.empty() || (at && *at < series.first_time()))
    throw DataError("no data at or before the issue time; give older files or another --at");
}

}  // namespace

IssuedForecast issue_forecast(const Ensemble& ensemble, const Series& series, std::optional<Time> at) {
  require_data(series, at);
  std::vector<ForecastTable> tables;
  for (const auto& member : ensemble.members) tables.push_back(newest(member.model, series, at));
  return issued(combine(ensemble, std::move(tables)));
}

IssuedForecast issue_forecast(const Model& model, const Series& series, std::optional<Time> at) {
  require_data(series, at);
  return issued(newest(model, series, at));
}

namespace {

bool has_band(const IssuedForecast& forecast) { return forecast.leads.front().q05_nt.has_value(); }

std::string band_title(const IssuedForecast& forecast) {
  return has_band(forecast) ? fmt::format("  {:>17}", "5-95 %") : "";
}

std::string band_text(const LeadForecast& lead) {
  if (!lead.q05_nt || !lead.q95_nt) return "";
  return fmt::format("  {:>17}", fmt::format("[{:.0f}, {:.0f}]", *lead.q05_nt, *lead.q95_nt));
}

}  // namespace

std::string to_text(const IssuedForecast& forecast) {
  std::string text =
      fmt::format("{} forecast by '{}', issued {} (last value {:.0f} nT)\n\n{:>6}  {:<20}  {:>9}{}  {}\n",
                  forecast.target, forecast.model, format_time(forecast.issue_time), forecast.last_nt, "lead",
                  "valid time", "nT", band_title(forecast), "level");
  for (const auto& lead : forecast.leads) {
    text += fmt::format("{:>6}  {:<20}  {:>9.1f}{}  {}\n", format_duration(lead.lead_time),
                        format_time(lead.valid_time), lead.value_nt, band_text(lead), lead.level);
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
  if (has_band(forecast)) text += ",q05_nt,q95_nt";
  for (std::size_t k = 0; k < forecast.leads.front().level_probabilities.size(); ++k)
    text += fmt::format(",p_{}", storm_level_name(static_cast<StormLevel>(k)));
  text += '\n';
  for (const auto& lead : forecast.leads) {
    text += fmt::format("{},{},{},{:.3f},{},{:.3f}", format_time(forecast.issue_time), lead.lead_time.count(),
                        format_time(lead.valid_time), lead.value_nt, lead.level, lead.persistence_nt);
    if (lead.q05_nt && lead.q95_nt) text += fmt::format(",{:.3f},{:.3f}", *lead.q05_nt, *lead.q95_nt);
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
    if (lead.q05_nt && lead.q95_nt) {
      entry["q05_nt"] = number(*lead.q05_nt);
      entry["q95_nt"] = number(*lead.q95_nt);
    }
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
