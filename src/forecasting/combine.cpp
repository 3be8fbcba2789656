#include "forecasting/combine.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>

#include "core/error.h"
#include "models/combination.h"

namespace symh {
namespace {

/// The row of each issue time in the forecasts of one lead time.
std::unordered_map<long, std::size_t> rows_by_time(const LeadTimeForecasts& lead) {
  std::unordered_map<long, std::size_t> rows;
  rows.reserve(lead.issue_time.size());
  for (std::size_t row = 0; row < lead.issue_time.size(); ++row)
    rows[lead.issue_time[row].time_since_epoch().count()] = row;
  return rows;
}

/// False where the member was not asked.
bool has_forecast(float forecast_nt) {
  if (std::isinf(forecast_nt)) throw RunError("a member of the ensemble gives an infinite forecast");
  return is_finite(forecast_nt);
}

/// The members' combined forecast at one issue time.
struct Combined {
  WeightedMean<double> value_nt;
  MeanBand<double> band;
  std::vector<WeightedMean<double>> probabilities;  ///< one for each level

  void add(const LeadTimeForecasts& lead, std::size_t row, double by) {
    const bool there = has_forecast(lead.forecast_nt[row]);
    value_nt.add(there, precise(lead.forecast_nt[row]), by);
    if (!lead.q05_nt.empty()) band.add(there, lead.q05_nt[row], lead.q50_nt[row], lead.q95_nt[row], by);
    if (lead.level_probabilities.empty()) return;
    const auto& levels = lead.level_probabilities[row];
    probabilities.resize(levels.size());
    for (std::size_t k = 0; k < levels.size(); ++k) probabilities[k].add(there, precise(levels[k]), by);
  }
};

constexpr double narrowest_nt = 1e-3;  ///< half-width of a band, so that none is divided by

struct Source {
  const LeadTimeForecasts* lead;
  std::unordered_map<long, std::size_t> rows;
  double weight;
};

Combined combined_at(const std::vector<Source>& sources, Time issue_time) {
  Combined combined{};
  for (const auto& source : sources) {
    const auto found = source.rows.find(issue_time.time_since_epoch().count());
    if (found != source.rows.end()) combined.add(*source.lead, found->second, source.weight);
  }
  return combined;
}

void combine_lead(LeadTimeForecasts& lead, const std::vector<Source>& sources, const BandCalibration& band,
                  bool with_band) {
  const std::size_t count = lead.issue_time.size();
  for (auto* quantile : {&lead.q05_nt, &lead.q50_nt, &lead.q95_nt})
    quantile->assign(with_band ? count : 0, missing);
  for (std::size_t row = 0; row < count; ++row) {
    const auto combined = combined_at(sources, lead.issue_time[row]);
    const float value_nt = as_channel(combined.value_nt.mean(missing));
    lead.forecast_nt[row] = value_nt;
    if (with_band && combined.value_nt.weight > 0) {
      lead.q05_nt[row] = combined.band.q05_nt(value_nt, band.below, {band.deep, band.deepest});
      lead.q50_nt[row] = value_nt;
      lead.q95_nt[row] = combined.band.q95_nt(value_nt, band.above, {band.deep, band.deepest});
    }
    for (std::size_t k = 0; k < combined.probabilities.size(); ++k)
      lead.level_probabilities[row][k] = as_channel(combined.probabilities[k].mean(missing));
  }
}

/// Adds the baselines that only this member has.
void add_baselines(LeadTimeForecasts& lead, const Source& source) {
  for (const auto& [name, values] : source.lead->baselines_nt) {
    auto [place, absent] = lead.baselines_nt.try_emplace(name, lead.issue_time.size(), missing);
    if (!absent) continue;
    for (std::size_t row = 0; row < lead.issue_time.size(); ++row) {
      const auto found = source.rows.find(lead.issue_time[row].time_since_epoch().count());
      if (found != source.rows.end()) place->second[row] = values[found->second];
    }
  }
}

/// The number of issue times, then the newest: a member with a shorter lookback has more issue times.
std::pair<std::size_t, Time> extent(const ForecastTable& table) {
  const auto& times = table.leads.front().issue_time;
  return {times.size(), times.empty() ? Time{} : times.back()};
}

/// The split-conformal quantile: the ceil((n + 1) * level)-th smallest value.
double conformal_quantile(std::vector<double> values, double level) {
  std::ranges::sort(values);
  const auto n = static_cast<double>(values.size());
  const auto rank = static_cast<std::size_t>(std::min(n, std::ceil((n + 1) * level)));
  return values[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

ForecastTable combine(const Ensemble& ensemble, std::vector<ForecastTable> tables, Minutes age,
                      bool stations) {
  if (tables.size() == 1 && ensemble.bands.empty()) {
    tables.front().model = ensemble.name;
    return std::move(tables.front());
  }
  const auto base = static_cast<std::size_t>(std::ranges::max_element(tables, {}, extent) - tables.begin());
  const auto [weights, bands] = ensemble.combining(age, stations);
  auto combined = tables[base];
  combined.model = ensemble.name;
  for (std::size_t l = 0; l < combined.leads.size(); ++l) {
    std::vector<Source> sources;
    bool banded = !bands.empty();
    for (std::size_t m = 0; m < tables.size(); ++m) {
      const auto& lead = tables[m].leads[l];
      banded = banded || !lead.q05_nt.empty();
      sources.push_back({&lead, rows_by_time(lead), weights[m][l]});
    }
    for (const auto& source : sources) add_baselines(combined.leads[l], source);
    combine_lead(combined.leads[l], sources, bands.empty() ? BandCalibration{} : bands[l], banded);
  }
  return combined;
}

namespace {

template <class T>
void join(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void append(LeadTimeForecasts& to, const LeadTimeForecasts& from) {
  const auto before = to.issue_time.size(), all = before + from.issue_time.size();
  join(to.issue_time, from.issue_time);
  join(to.storm, from.storm);
  join(to.phase, from.phase);
  join(to.drive_mv_m, from.drive_mv_m);
  join(to.observed_nt, from.observed_nt);
  join(to.forecast_nt, from.forecast_nt);
  join(to.q05_nt, from.q05_nt);
  join(to.q50_nt, from.q50_nt);
  join(to.q95_nt, from.q95_nt);
  join(to.level_probabilities, from.level_probabilities);
  for (const auto& [name, values] : from.baselines_nt) {
    auto& column = to.baselines_nt[name];
    column.resize(before, missing);
    join(column, values);
  }
  for (auto& [name, column] : to.baselines_nt) column.resize(all, missing);
}

}  // namespace

void append(ForecastTable& table, const ForecastTable& later) {
  if (table.leads.empty()) {
    table = later;
    return;
  }
  for (std::size_t l = 0; l < table.leads.size(); ++l) append(table.leads[l], later.leads.at(l));
  for (std::size_t w = 0; w < table.windows.size(); ++w) {
    auto& window = table.windows[w];
    const auto& from = later.windows.at(w);
    append(window.minimum, from.minimum);
    join(window.minima_nt, from.minima_nt);
    window.members = std::max(window.members, from.members);
  }
}

std::vector<float> forecasts_at(const LeadTimeForecasts& lead, const std::vector<Time>& issue_times) {
  const auto rows = rows_by_time(lead);
  std::vector<float> values;
  for (const auto time : issue_times) {
    const auto found = rows.find(time.time_since_epoch().count());
    values.push_back(found == rows.end() ? missing : lead.forecast_nt[found->second]);
  }
  return values;
}

namespace {

/// How many half-widths, scaled by `band` without its depth, an observation lies from the forecast.
double half_widths_away(const LeadTimeForecasts& lead, std::size_t i, const BandCalibration& band) {
  const float value_nt = lead.forecast_nt[i];
  const double error = double{value_nt} - double{lead.observed_nt[i]};
  const double low = band.below * (lead.q05_nt.empty() ? 1.0 : value_nt - lead.q05_nt[i]);
  const double high = band.above * (lead.q95_nt.empty() ? 1.0 : lead.q95_nt[i] - value_nt);
  return std::abs(error) / std::max(error > 0 ? low : high, narrowest_nt);
}

constexpr std::size_t enough_for_depth = 100;

/// The largest addition that makes sense, judged by the deep forecasts, at which at least half of an addition
/// acts. With it the band holds 97 % of the observations that followed them. A wider band would call values
/// likely that never follow such forecasts: six hours ahead it would reach from -1200 to +400 nT. Infinite if
/// there are too few deep forecasts.
double most_by_forecast(const LeadTimeForecasts& lead, const BandCalibration& band, float (*share)(float)) {
  constexpr double most_inside = 0.97, acting = 0.5;
  std::vector<double> needed;
  for (std::size_t i = 0; i < lead.forecast_nt.size(); ++i) {
    const double acts = share(lead.forecast_nt[i]);
    if (!std::isfinite(lead.forecast_nt[i]) || std::isnan(lead.observed_nt[i]) || acts < acting) continue;
    const double more = half_widths_away(lead, i, band) -
                        DepthFactors<double>{band.deep, band.deepest}.at(lead.forecast_nt[i]);
    needed.push_back(std::max(0.0, more / acts));
  }
  if (needed.size() < enough_for_depth) return std::numeric_limits<double>::infinity();
  return conformal_quantile(std::move(needed), most_inside);
}

/// The observations that count here lie above `above_nt` and at or below `from_nt`. Each one needs a certain
/// addition to the depth factors of `band` before the band holds it; `share` of an addition acts at a
/// forecast. The result is the addition with which the band holds 90 % of the observations. Some of these
/// have a forecast so shallow that no addition acts there; the others make up for those of them that lie
/// outside, but no more than 97 % of the others are held, and no more than most_by_forecast() allows, or
/// their bands would say nothing. 0 if too few count.
double added_for_depth(const LeadTimeForecasts& lead, const BandCalibration& band, float from_nt,
                       float above_nt, float (*share)(float)) {
  constexpr double inside = 0.9, most_inside = 0.97, most = 3;
  std::vector<double> needed;
  double shallow = 0, shallow_inside = 0;
  for (std::size_t i = 0; i < lead.forecast_nt.size(); ++i) {
    if (!std::isfinite(lead.forecast_nt[i]) || !(lead.observed_nt[i] <= from_nt)) continue;
    if (!(lead.observed_nt[i] > above_nt)) continue;
    const double acts = share(lead.forecast_nt[i]);
    const double more = half_widths_away(lead, i, band) -
                        DepthFactors<double>{band.deep, band.deepest}.at(lead.forecast_nt[i]);
    if (acts > 0) {
      needed.push_back(std::max(0.0, more / acts));
      continue;
    }
    ++shallow;
    shallow_inside += more <= 0 ? 1 : 0;
  }
  if (needed.size() < enough_for_depth) return 0.0;
  const auto others = static_cast<double>(needed.size());
  const double level = (inside * (others + shallow) - shallow_inside) / others;
  return std::min({most, most_by_forecast(lead, band, share),
                   conformal_quantile(std::move(needed), std::clamp(level, inside, most_inside))});
}

/// The factors on both sides with which 5 % of the observations lie outside on each, given those of depth;
/// nothing if nothing was observed.
std::optional<BandCalibration> sides_of(const LeadTimeForecasts& lead, const DepthFactors<double>& depth) {
  constexpr double inside = 0.95;  // on each side
  std::vector<double> below, above;
  for (std::size_t i = 0; i < lead.forecast_nt.size(); ++i) {
    const double error = double{lead.forecast_nt[i]} - double{lead.observed_nt[i]};
    if (!std::isfinite(error)) continue;
    const double at_depth = depth.at(lead.forecast_nt[i]);
    const double low = lead.q05_nt.empty() ? 1.0 : lead.forecast_nt[i] - lead.q05_nt[i];
    const double high = lead.q95_nt.empty() ? 1.0 : lead.q95_nt[i] - lead.forecast_nt[i];
    below.push_back(error / std::max(low * at_depth, narrowest_nt));
    above.push_back(-error / std::max(high * at_depth, narrowest_nt));
  }
  if (below.empty()) return std::nullopt;
  return BandCalibration{std::max(0.0, conformal_quantile(std::move(below), inside)),
                         std::max(0.0, conformal_quantile(std::move(above), inside))};
}

}  // namespace

BandCalibration calibrate_band(const LeadTimeForecasts& lead) {
  constexpr float deep_nt = -100, deepest_nt = -200;
  constexpr float below_all = -std::numeric_limits<float>::infinity();
  constexpr int rounds = 12;  // each part depends a little on the other
  BandCalibration band;
  for (int round = 0; round < rounds; ++round) {
    const auto sides = sides_of(lead, {band.deep, band.deepest});
    if (!sides) return {};
    band.below = sides->below;
    band.above = sides->above;
    band.deep = 1;
    band.deep += added_for_depth(lead, band, deep_nt, deepest_nt, deep_share<float>);
    band.deepest = 0;
    band.deepest = added_for_depth(lead, band, deepest_nt, below_all, deepest_share<float>);
    if (band.deep == 1 && band.deepest == 0) break;
  }
  return band;
}

}  // namespace symh
