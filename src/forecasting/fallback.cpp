#include "forecasting/fallback.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "physics/solar_wind.h"
#include "windows/head.h"

namespace symh {
namespace {

/// Among the members that use solar wind, the one with the shortest lookback: it can forecast first, and it
/// is the first to see no wind. Null if no member uses solar wind.
const Member* driven_member(const Ensemble& ensemble) {
  const Member* driven = nullptr;
  for (const auto& member : ensemble.members) {
    const auto& windows = member.model.config.windows;
    if (!uses_solar_wind(windows)) continue;
    if (driven == nullptr || windows.lookback < driven->model.config.windows.lookback) driven = &member;
  }
  return driven;
}

/// Empty, too, if a channel that the model needs is not in the data at all.
std::optional<Time> newest_of(const Model& model, const Series& series, std::optional<Time> at) {
  const auto& config = model.config.windows;
  for (const auto& channel : input_channels(config)) {
    const bool optional = config.drivers == Drivers::optional && is_solar_wind_channel(channel);
    if (series.find(channel) == nullptr && !optional) return std::nullopt;
  }
  return newest_issue_time(model, series, at);
}

/// Why the model cannot forecast at an issue time: the inputs that have ended by then.
std::string lacking_at(const WindowsConfig& config, const Series& series, Time issue) {
  std::vector<std::string> lacks;
  for (const auto& channel : input_channels(config)) {
    const auto newest = newest_value(series, channel, issue);
    if (!newest)
      lacks.push_back(fmt::format("there is no {}", channel));
    else if (issue - *newest > config.fill_limit)
      lacks.push_back(fmt::format("{} ends {}", channel, format_time(*newest)));
  }
  if (lacks.empty())
    return fmt::format(
        "a gap in its inputs, longer than the {} that values are held, breaks its {} of history",
        format_duration(config.fill_limit), format_duration(config.lookback));
  return fmt::format("{}; values are held for {}", fmt::join(lacks, ", "),
                     format_duration(config.fill_limit));
}

bool wind_within(const WindowsConfig& config, const Series& series, Time issue) {
  return std::ranges::any_of(input_channels(config), [&](const std::string& channel) {
    const auto newest = newest_value(series, channel, issue);
    return is_solar_wind_channel(channel) && newest && *newest > issue - config.lookback;
  });
}

/// Mean stated RMSE [nT] over the common lead times: of the driven model without solar wind, then of the
/// fallback.
std::optional<std::pair<double, double>> stated_rmse(const StatedModel& driven, const StatedModel& fallback) {
  if (!driven.card || !fallback.card || driven.card->rmse_without_solar_wind_nt.empty()) return std::nullopt;
  double count = 0, ours = 0, theirs = 0;
  for (std::size_t l = 0; l < driven.card->horizon.size(); ++l) {
    const auto& others = fallback.card->horizon;
    const auto found = std::ranges::find(others, driven.card->horizon[l]);
    if (found == others.end()) continue;
    count += 1;
    ours += driven.card->rmse_without_solar_wind_nt[l];
    theirs += fallback.card->rmse_nt[static_cast<std::size_t>(found - others.begin())];
  }
  if (count == 0) return std::nullopt;
  return std::pair{ours / count, theirs / count};
}

std::string without_wind(const StatedModel& driven, const StatedModel& fallback, Minutes lookback) {
  const auto nothing = fmt::format("no solar wind in the {} before issue", format_duration(lookback));
  const auto rmse = stated_rmse(driven, fallback);
  if (!rmse) return nothing + ", and what the model is worth without it is not stated";
  if (rmse->first <= rmse->second) return "";
  return fmt::format("{}; stated RMSE without it {:.2f} nT, of the fallback {:.2f} nT", nothing, rmse->first,
                     rmse->second);
}

}  // namespace

std::string why_fall_back(const StatedModel& driven, const StatedModel& fallback, const Series& series,
                          std::optional<Time> at) {
  const auto* member = driven_member(driven.ensemble);
  if (member == nullptr) return "";
  const auto& config = member->model.config.windows;
  const auto& other = fallback.ensemble.members.front().model;
  const auto possible = newest_of(other, series, at);
  if (!possible) return "";
  const auto issue = newest_of(member->model, series, at);
  const Minutes one_sample = std::max(config.cadence, other.config.windows.cadence);
  if (!issue || *possible - *issue >= one_sample) return lacking_at(config, series, *possible);
  return wind_within(config, series, *issue) ? "" : without_wind(driven, fallback, config.lookback);
}

IssuedForecast issue_fallback(const Ensemble& driven, const Ensemble& fallback, const std::string& reason,
                              const Series& series, std::optional<Time> at) {
  auto forecast = issue_forecast(fallback, series, at);
  const auto& wanted = driven.windows().horizon;
  std::erase_if(forecast.leads, [&](const LeadForecast& lead) {
    return std::ranges::find(wanted, lead.lead_time) == wanted.end();
  });
  if (forecast.leads.empty())
    throw DataError(
        fmt::format("'{}' cannot forecast: {}; and '{}' has none of its lead times; give another "
                    "--fallback",
                    driven.name, reason, fallback.name));
  forecast.fallback = Fallback{driven.name, reason, {}};
  for (const auto lead : wanted)
    if (std::ranges::find(forecast.leads, lead, &LeadForecast::lead_time) == forecast.leads.end())
      forecast.fallback->not_served.push_back(lead);
  forecast.solar_wind = solar_wind_seen(series, forecast.issue_time);
  return forecast;
}

}  // namespace symh
