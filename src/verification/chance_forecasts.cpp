#include "verification/chance_forecasts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "series/storms.h"
#include "trajectories/two_piece_normal.h"
#include "verification/leave_out.h"
#include "verification/moments.h"

namespace symh {
namespace {

constexpr std::size_t enough_errors = 30;

void reserve(ChanceForecasts& forecasts, std::size_t samples) {
  forecasts.crps_nt.reserve(samples);
  forecasts.winkler_nt.reserve(samples);
  for (auto& chances : forecasts.chance) chances.reserve(samples);
}

/// The 5 and 95 % quantiles of the others, found once for each unit.
class Bands {
 public:
  explicit Bands(const OtherUnits& others) : others_(others) {}
  const std::pair<double, double>& of(std::uint32_t unit) {
    const auto [found, is_new] = bands_.try_emplace(unit);
    if (is_new) found->second = {others_.quantile(0.05, unit), others_.quantile(0.95, unit)};
    return found->second;
  }

 private:
  const OtherUnits& others_;
  std::map<std::uint32_t, std::pair<double, double>> bands_;
};

void add_missing(ChanceForecasts& forecasts) {
  for (auto* scores : {&forecasts.crps_nt, &forecasts.winkler_nt}) scores->push_back(undefined);
  for (auto& chances : forecasts.chance) chances.push_back(undefined);
}

/// Adds one sample whose forecast is the distribution of the others, moved by `shift`.
void add_sample(ChanceForecasts& forecasts, const OtherUnits& others, Bands& bands, std::uint32_t unit,
                double shift, double observed) {
  forecasts.crps_nt.push_back(others.crps(observed - shift, unit));
  const auto& [low, high] = bands.of(unit);
  forecasts.winkler_nt.push_back(winkler_score(low + shift, high + shift, observed));
  for (std::size_t t = 0; t < event_thresholds_nt.size(); ++t)
    forecasts.chance[t].push_back(others.at_or_below(event_thresholds_nt[t] - shift, unit));
}

std::uint32_t count_units(const std::vector<std::uint32_t>& units) {
  return units.empty() ? 0 : *std::ranges::max_element(units) + 1;
}

/// The class of a last value: 0 above the storm threshold, 1 moderate, 2 deeper.
std::size_t class_of(double last_nt) {
  return std::min<std::size_t>(static_cast<std::size_t>(storm_level(static_cast<float>(last_nt))), 2);
}

}  // namespace

double winkler_score(double q05_nt, double q95_nt, double observed_nt) {
  const double outside = std::max({q05_nt - observed_nt, observed_nt - q95_nt, 0.0});
  return q95_nt - q05_nt + 2 / 0.1 * outside;
}

SampleRows banded_rows(const LeadTimeForecasts& lead, const SampleRows& rows) {
  SampleRows banded;
  if (lead.q05_nt.empty()) return banded;
  std::ranges::copy_if(rows, std::back_inserter(banded), [&](std::size_t row) {
    return std::isfinite(lead.observed_nt[row]) && std::isfinite(lead.forecast_nt[row]) &&
           std::isfinite(lead.q05_nt[row]) && std::isfinite(lead.q95_nt[row]);
  });
  return banded;
}

ChanceForecasts chances_of_model(const LeadTimeForecasts& lead, const SampleRows& rows) {
  ChanceForecasts forecasts;
  reserve(forecasts, rows.size());
  for (const auto row : rows) {
    const double observed = lead.observed_nt[row], low = lead.q05_nt[row], high = lead.q95_nt[row];
    const auto distribution = two_piece_normal(lead.forecast_nt[row], low, high).value();
    forecasts.crps_nt.push_back(distribution.crps(observed));
    forecasts.winkler_nt.push_back(winkler_score(low, high, observed));
    for (std::size_t t = 0; t < event_thresholds_nt.size(); ++t)
      forecasts.chance[t].push_back(distribution.at_or_below(event_thresholds_nt[t]));
  }
  return forecasts;
}

ChanceForecasts chances_of_climatology(const LeadTimeForecasts& lead, const SampleRows& rows) {
  const auto units = leave_out_units(lead, rows);
  const auto observed = pick(lead.observed_nt, rows);
  const OtherUnits others({observed.begin(), observed.end()}, units, count_units(units));
  Bands bands(others);
  ChanceForecasts forecasts;
  reserve(forecasts, rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    add_sample(forecasts, others, bands, units[i], 0, observed[i]);
  return forecasts;
}

ChanceForecasts chances_of_persistence(const LeadTimeForecasts& lead, const SampleRows& rows) {
  const auto units = leave_out_units(lead, rows);
  const auto unit_count = count_units(units);
  const auto observed = pick(lead.observed_nt, rows);
  const auto last = pick(lead.baselines_nt.at("persistence"), rows);
  constexpr std::size_t classes = 3, all = classes;
  std::array<std::vector<double>, classes + 1> errors;
  std::array<std::vector<std::uint32_t>, classes + 1> units_of;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (std::isnan(last[i])) continue;
    for (const auto group : {class_of(last[i]), all}) {
      errors[group].push_back(double{observed[i]} - double{last[i]});
      units_of[group].push_back(units[i]);
    }
  }
  std::vector<OtherUnits> others;
  for (std::size_t group = 0; group <= all; ++group)
    others.emplace_back(errors[group], units_of[group], unit_count);
  std::vector<Bands> bands(others.begin(), others.end());
  ChanceForecasts forecasts;
  reserve(forecasts, rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (std::isnan(last[i])) {
      add_missing(forecasts);
      continue;
    }
    const auto own = class_of(last[i]);
    const auto group = others[own].count(units[i]) < enough_errors ? all : own;
    add_sample(forecasts, others[group], bands[group], units[i], last[i], observed[i]);
  }
  return forecasts;
}

}  // namespace symh
