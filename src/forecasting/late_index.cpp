#include "forecasting/late_index.h"

#include <algorithm>
#include <cmath>

#include "forecasting/latest.h"
#include "physics/quick_index_error.h"
#include "series/hourly_dst.h"
#include "series/transforms.h"
#include "windows/head.h"

namespace symh {
namespace {

/// What an error of the estimate is still worth after a lead time: the ring current forgets it.
float kept_error(Minutes lead_time) {
  constexpr float forgetting_minutes = 480;
  return std::exp(-static_cast<float>(lead_time.count()) / forgetting_minutes);
}

/// The longest lookback of the members, with the time for which they hold a value.
Minutes longest_reach(const Ensemble& ensemble) {
  Minutes longest{0};
  for (const auto& member : ensemble.members) {
    const auto& windows = member.model.config.windows;
    // What a member that bridges the gap reads in it lies within longest_gap, which callers add.
    longest =
        std::max(longest, bridges_gap(windows) ? windows.lookback + windows.fill_limit : reach_of(windows));
  }
  return longest;
}

/// True if any member sees Dst: on the estimated path, or through the group `anchor`. If none does, the path
/// must not use it either: it would show an estimate that the forecast does not begin with.
bool sees_dst(const Ensemble& ensemble) {
  return std::ranges::any_of(ensemble.members, [](const Member& member) {
    const auto& windows = member.model.config.windows;
    return !bridges_gap(windows) || takes_dst(windows);
  });
}

bool takes_sym_h_at_one_cadence(const Ensemble& ensemble) {
  const auto& windows = ensemble.windows();
  return windows.target == "sym_h" && std::ranges::all_of(ensemble.members, [&](const Member& member) {
           return member.model.config.windows.cadence == windows.cadence;
         });
}

/// The path to the newest solar wind at or before `end`, or, without any, to the newest estimate from
/// observatories; nothing if SYM-H is as new.
std::optional<GapPath> path_to_newest(const Series& known, Time end, std::optional<Time> index,
                                      bool uses_wind) {
  const auto wind = uses_wind ? solar_wind_seen(known, end).newest : std::nullopt;
  if (wind && index && *index >= *wind) return std::nullopt;
  if (wind)
    if (auto path = path_through_gap(known, *wind)) return path;
  const auto estimate = newest_value(known, quick_index_channel, end);
  if (!estimate || (index && *index >= *estimate)) return std::nullopt;
  return path_by_stations(known, *estimate);
}

}  // namespace

bool can_bridge_gap(const Ensemble& ensemble) {
  return takes_sym_h_at_one_cadence(ensemble) && uses_solar_wind(ensemble);
}

std::optional<CompletedIndex> complete_index(const Ensemble& ensemble, const Series& series,
                                             std::optional<Time> at) {
  if (!takes_sym_h_at_one_cadence(ensemble) || series.empty()) return std::nullopt;
  const Time last = at ? std::min(*at, series.last_time()) : series.last_time();
  const Minutes reach = longest_gap + longest_reach(ensemble) + read_before_path;
  const auto recent = slice(series, last - reach, last + Minutes{1});
  if (recent.empty()) return std::nullopt;
  auto known = resample(recent, ensemble.windows().cadence);
  if (known.empty()) return std::nullopt;
  if (!sees_dst(ensemble))
    std::erase_if(known.channels, [](const Channel& channel) { return channel.name == dst_channel; });
  const Time end = at ? *at : known.last_time();  // the newest mean is stamped when its last minute is over
  const auto index = newest_value(known, "sym_h", end);
  auto path = path_to_newest(known, end, index, uses_solar_wind(ensemble));
  if (!path) return std::nullopt;
  const Time to = path->last_time();
  known.add("sym_h");
  CompletedIndex completed{.series = {},
                           .observed = slice(known, known.first_time(), to + Minutes{1}),
                           .path = std::move(*path),
                           .last_observed = index,
                           .last_nt = index ? value_at(known, "sym_h", *index) : missing};
  completed.series = completed.observed;
  put_path(completed.series, completed.path);
  return completed;
}

Band widened(const Band& band, float value_nt, const GapPath& path, Minutes lead_time) {
  const float error = kept_error(lead_time) * gap_half_width_nt(path);
  return {value_nt - std::hypot(value_nt - band.low_nt, error),
          value_nt + std::hypot(band.high_nt - value_nt, error)};
}

bool widens_members(const Ensemble& ensemble, bool stations) {
  return !ensemble.when_late.empty() && (!stations || takes_stations(ensemble));
}

void note_path(IssuedForecast& forecast, const CompletedIndex& completed, bool widen) {
  auto path = completed.path;
  // A model may have had to issue earlier: the path ends where the forecast begins.
  const auto steps = (forecast.issue_time - path.start) / path.cadence;
  if (steps <= 0) return;
  path.sym_h_nt.resize(std::min(static_cast<std::size_t>(steps), path.sym_h_nt.size()));
  EstimatedIndex estimated;
  for (std::size_t i = 0; i < path.sym_h_nt.size(); ++i)
    estimated.path.emplace_back(path.start + path.cadence * static_cast<long>(i + 1), path.sym_h_nt[i]);
  estimated.value_nt = path.sym_h_nt.back();
  const float half_width = gap_half_width_nt(path);
  if (path.anchor) estimated.dst_until = path.anchor->known_until;
  if (path.stations) estimated.stations_until = path.stations->known_until;
  estimated.from_wind = path.from_wind;
  estimated.q05_nt = estimated.value_nt - half_width;
  estimated.q95_nt = estimated.value_nt + half_width;
  forecast.last_observed = completed.last_observed;
  forecast.last_nt = completed.last_nt;
  for (auto& lead : forecast.leads) {
    lead.persistence_nt = completed.last_nt;
    if (!widen || !lead.q05_nt || !lead.q95_nt) continue;
    const auto band = widened({*lead.q05_nt, *lead.q95_nt}, lead.value_nt, path, lead.lead_time);
    lead.q05_nt = band.low_nt;
    lead.q95_nt = band.high_nt;
  }
  forecast.estimated = std::move(estimated);
}

}  // namespace symh
