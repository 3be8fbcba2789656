#include "products/forecast_formats.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "core/version.h"
#include "products/levels.h"
#include "products/odds_json.h"
#include "products/odds_text.h"
#include "products/wind_age.h"

namespace symh {
namespace {

constexpr std::size_t terminal_columns = 80;

constexpr std::size_t text_width = 80;
constexpr int schema_version = 1;
constexpr const char* schema = "urn:symh:forecast:1";  // data/schema/forecast.schema.json

nlohmann::json number(float value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

bool has_band(const IssuedForecast& forecast) { return forecast.leads.front().q05_nt.has_value(); }

std::string band_title(const IssuedForecast& forecast) {
  return has_band(forecast) ? fmt::format("  {:>17}", "5-95 %") : "";
}

std::string band_text(const LeadForecast& lead) {
  if (!lead.q05_nt || !lead.q95_nt) return "";
  return fmt::format("  {:>17}", fmt::format("[{:.0f}, {:.0f}]", *lead.q05_nt, *lead.q95_nt));
}

Minutes age(const IssuedForecast& forecast, Time newest) { return forecast.issue_time - newest; }

}  // namespace

std::string sources_of(const EstimatedIndex& estimated) {
  std::vector<std::string> sources;
  if (estimated.from_wind) sources.emplace_back("the solar wind");
  if (estimated.dst_until)
    sources.push_back(fmt::format("hourly Dst until {}", format_time(*estimated.dst_until)));
  if (estimated.stations_until) {
    const auto codes = estimated.observatories.empty()
                           ? std::string("observatories")
                           : fmt::format("the observatories {}", fmt::join(estimated.observatories, " "));
    sources.push_back(fmt::format("{} until {}", codes, format_time(*estimated.stations_until)));
  }
  std::string text;
  for (std::size_t i = 0; i < sources.size(); ++i)
    text += (i == 0 ? "" : i + 1 == sources.size() ? " and " : ", ") + sources[i];
  return text;
}

namespace {

/// Lines about the inputs: the age of the last value if it was held, the newest solar wind, whether it
/// reaches up to `now`, the reason of a fallback, the warnings.
std::string drivers_text(const IssuedForecast& forecast, Time now) {
  std::string text;
  if (const auto& last = forecast.last_observed; !last)
    text += fmt::format("{}: none in the data; estimated from a quiet ring current\n", forecast.target);
  else if (*last < forecast.issue_time)
    text += fmt::format("{} until {}, {} min before issue, then {}\n", forecast.target, format_time(*last),
                        age(forecast, *last).count(), forecast.estimated ? "estimated" : "held");
  if (const auto& at_issue = forecast.estimated) {
    text += fmt::format("{} at issue, estimated: {:.0f} nT, 5-95 % [{:.0f}, {:.0f}]\n", forecast.target,
                        at_issue->value_nt, at_issue->q05_nt, at_issue->q95_nt);
    text += wrap("from " + sources_of(*at_issue), text_width);
  }
  if (forecast.solar_wind) {
    const auto& newest = forecast.solar_wind->newest;
    text += newest ? fmt::format("solar wind until {}, {} min before issue\n", format_time(*newest),
                                 age(forecast, *newest).count())
                   : "solar wind: none in the data\n";
    if (const auto passed = wind_has_passed(forecast, now); newest && !passed.empty())
      text += wrap(passed, text_width);
  }
  if (forecast.fallback) {
    const auto& fallback = *forecast.fallback;
    text += wrap(fmt::format("FALLBACK from '{}': {}", fallback.from, fallback.reason), text_width);
    for (const auto lead : fallback.not_served)
      text += fmt::format("no forecast at {}: '{}' has no such lead time\n", format_duration(lead),
                          forecast.model);
  }
  for (const auto& warning : forecast.warnings) text += wrap("WARNING: " + warning, text_width);
  return text;
}

/// `q05_nt`.
std::string quantile_key(double share) { return fmt::format("q{:02.0f}_nt", 100 * share); }

nlohmann::json lead_json(const LeadForecast& lead) {
  nlohmann::json json{{"lead_time_minutes", lead.lead_time.count()},
                      {"valid_time", format_time(lead.valid_time)},
                      {"forecast_nt", number(lead.value_nt)},
                      {"level", level_of(lead)},
                      {"persistence_nt", number(lead.persistence_nt)}};
  if (lead.q05_nt && lead.q95_nt) {
    json["q05_nt"] = number(*lead.q05_nt);
    json["q95_nt"] = number(*lead.q95_nt);
  }
  if (lead.odds)
    for (std::size_t q = 1; q + 1 < odds_quantiles.size(); ++q)
      json[quantile_key(odds_quantiles[q])] = lead.odds->quantiles_nt[q];
  if (const auto chances = level_chances(lead))
    for (std::size_t level = 0; level < chances->size(); ++level)
      json["level_probabilities"][std::string(storm_level_name(static_cast<StormLevel>(level)))] =
          (*chances)[level];
  return json;
}

nlohmann::json solar_wind_json(const IssuedForecast& forecast, Time issued_at) {
  const auto& wind = *forecast.solar_wind;
  nlohmann::json json;
  for (const auto* key : {"newest", "age_minutes", "age_now_minutes", "at_earth", "covers_now"})
    json[key] = nullptr;
  if (wind.newest) {
    json["newest"] = format_time(*wind.newest);
    json["age_minutes"] = age(forecast, *wind.newest).count();
    json["age_now_minutes"] = (issued_at - *wind.newest).count();
  }
  if (wind.at_earth) json["at_earth"] = format_time(*wind.at_earth);
  if (const auto covers = wind_covers(forecast, issued_at)) json["covers_now"] = *covers;
  return json;
}

nlohmann::json estimated_json(const EstimatedIndex& estimated) {
  nlohmann::json json{{"value_nt", number(estimated.value_nt)},
                      {"q05_nt", number(estimated.q05_nt)},
                      {"q95_nt", number(estimated.q95_nt)}};
  if (estimated.dst_until) json["dst_until"] = format_time(*estimated.dst_until);
  if (estimated.stations_until) {
    json["stations_until"] = format_time(*estimated.stations_until);
    if (!estimated.observatories.empty()) json["observatories"] = estimated.observatories;
  }
  return json;
}

nlohmann::json fallback_json(const Fallback& fallback) {
  nlohmann::json json{{"from", fallback.from},
                      {"reason", fallback.reason},
                      {"lead_times_not_served_minutes", nlohmann::json::array()}};
  for (const auto lead : fallback.not_served) json["lead_times_not_served_minutes"].push_back(lead.count());
  return json;
}

/// Empty for a missing value.
std::string csv_number(float value) { return std::isfinite(value) ? fmt::format("{:.3f}", value) : ""; }

/// A field of a CSV file, quoted if the text has a comma, a quote or a line break.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

std::string to_text(const IssuedForecast& forecast, Time now) {
  const auto title = fmt::format("{} forecast by '{}', issued {}", forecast.target, forecast.model,
                                 format_time(forecast.issue_time));
  const auto last =
      forecast.last_observed ? fmt::format("(last value {:.0f} nT)", forecast.last_nt) : std::string();
  const char* space = last.empty() ? "" : title.size() + last.size() < terminal_columns ? " " : "\n";
  std::string text =
      fmt::format("{}{}{}\n{}\n{:>6}  {:<20}  {:>9}{}  {}\n", title, space, last, drivers_text(forecast, now),
                  "lead", "valid time", "nT", band_title(forecast), "level");
  for (const auto& lead : forecast.leads) {
    text += fmt::format("{:>6}  {:<20}  {:>9.1f}{}  {}\n", format_duration(lead.lead_time),
                        format_time(lead.valid_time), lead.value_nt, band_text(lead), level_of(lead));
    if (lead.class_probabilities.empty()) continue;
    text += "        ";
    for (std::size_t k = 0; k < lead.class_probabilities.size(); ++k)
      text += fmt::format("{} {:.0f} %  ", storm_level_name(static_cast<StormLevel>(k)),
                          100 * lead.class_probabilities[k]);
    text += "\n";
  }
  return text + to_text(forecast.odds);
}

std::string to_csv(const IssuedForecast& forecast) {
  std::string text = "issue_time,lead_time_minutes,valid_time,forecast_nt,level,persistence_nt";
  if (has_band(forecast)) text += ",q05_nt,q95_nt";
  const bool has_odds = forecast.leads.front().odds.has_value();
  for (std::size_t q = 1; has_odds && q + 1 < odds_quantiles.size(); ++q)
    fmt::format_to(std::back_inserter(text), ",{}", quantile_key(odds_quantiles[q]));
  for (std::size_t k = 0; k < forecast.leads.front().class_probabilities.size(); ++k)
    text += fmt::format(",p_{}", storm_level_name(static_cast<StormLevel>(k)));
  text += ",model,fallback_from\n";
  const auto made_by = fmt::format(",{},{}\n", csv_field(forecast.model),
                                   forecast.fallback ? csv_field(forecast.fallback->from) : "");
  for (const auto& lead : forecast.leads) {
    text += fmt::format("{},{},{},{:.3f},{},{}", format_time(forecast.issue_time), lead.lead_time.count(),
                        format_time(lead.valid_time), lead.value_nt, level_of(lead),
                        csv_number(lead.persistence_nt));
    if (lead.q05_nt && lead.q95_nt) text += fmt::format(",{:.3f},{:.3f}", *lead.q05_nt, *lead.q95_nt);
    for (std::size_t q = 1; has_odds && q + 1 < odds_quantiles.size(); ++q)
      text += fmt::format(",{:.3f}", lead.odds->quantiles_nt[q]);
    for (const float probability : lead.class_probabilities) text += fmt::format(",{:.4f}", probability);
    text += made_by;
  }
  return text;
}

nlohmann::json to_json(const IssuedForecast& forecast, Time issued_at) {
  nlohmann::json leads = nlohmann::json::array();
  for (const auto& lead : forecast.leads) leads.push_back(lead_json(lead));
  nlohmann::json json{{"$schema", schema},
                      {"schema_version", schema_version},
                      {"symh_version", version},
                      {"model", forecast.model},
                      {"model_trained_at", forecast.model_trained_at},
                      {"target", forecast.target},
                      {"issue_time", format_time(forecast.issue_time)},
                      {"issued_at", format_time(issued_at)},
                      {"last_nt", number(forecast.last_nt)},
                      {"forecasts", std::move(leads)}};
  if (const auto& last = forecast.last_observed) {
    json["data_age_minutes"] = (issued_at - *last).count();
    json["last_observed"] = format_time(*last);
    json["lateness_minutes"] = age(forecast, *last).count();
  } else {
    for (const auto* key : {"data_age_minutes", "last_observed", "lateness_minutes"}) json[key] = nullptr;
  }
  if (forecast.odds) json["odds"] = odds_json(*forecast.odds);
  if (forecast.estimated) json["estimated_now"] = estimated_json(*forecast.estimated);
  if (forecast.solar_wind) json["solar_wind"] = solar_wind_json(forecast, issued_at);
  if (forecast.fallback) json["fallback"] = fallback_json(*forecast.fallback);
  if (!forecast.warnings.empty()) json["warnings"] = forecast.warnings;
  return json;
}

}  // namespace symh
