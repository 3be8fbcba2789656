#include "verification/cycle_climatology.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "physics/solar_cycle.h"
#include "verification/leave_out.h"
#include "verification/moments.h"

namespace symh {
namespace {

/// Both in turns.
struct Place {
  double phase = 0, season = 0;
};

/// The places of the units.
std::vector<Place> places_of(const LeadTimeForecasts& lead, const SampleRows& rows,
                             const std::vector<std::uint32_t>& units, std::size_t unit_count) {
  std::vector<double> minutes(unit_count), samples(unit_count);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    minutes[units[i]] += static_cast<double>(lead.issue_time[rows[i]].time_since_epoch().count());
    samples[units[i]] += 1;
  }
  std::vector<Place> places;
  for (std::size_t unit = 0; unit < unit_count; ++unit) {
    const Time mean{Minutes{std::llround(ratio(minutes[unit], samples[unit]))}};
    const auto day = std::chrono::floor<std::chrono::days>(mean);
    const auto year = std::chrono::year_month_day{day}.year();
    const auto of_year = day - std::chrono::sys_days{year / 1 / 1};
    places.push_back({solar_cycle_phase(mean), static_cast<double>(of_year.count()) / 365.25});
  }
  return places;
}

/// A normal density of a distance on a circle of one turn, 1 at its peak.
double near(double a, double b, double deviation) {
  const double apart = std::abs(a - b), around = std::min(apart, 1 - apart) / deviation;
  return std::exp(-around * around / 2);
}

double weight_of(const Place& unit, const Place& other) {
  constexpr double of_all = 0.1, phase_deviation = 0.15, season_deviation = 45 / 365.25;
  return of_all +
         near(unit.phase, other.phase, phase_deviation) * near(unit.season, other.season, season_deviation);
}

/// Values with weights, in rising order: a distribution.
class Weighted {
 public:
  void add(double value, double weight) {
    values_.push_back(value);
    below_.push_back(below_.back() + weight);
    sums_.push_back(sums_.back() + weight * value);
    // Of the pairs of this value with each lower one, the sum of weights and distance.
    pairs_ += weight * (value * below_[below_.size() - 2] - sums_[sums_.size() - 2]);
  }

  bool empty() const { return values_.empty(); }

  double at_or_below(double value) const { return below_[count(value)] / below_.back(); }

  /// The smallest value that at least `share` of the weight does not exceed.
  double quantile(double share) const {
    const auto found = std::ranges::lower_bound(below_, share * below_.back());
    const auto place = std::max<std::ptrdiff_t>(found - below_.begin(), 1) - 1;
    return values_[std::min(static_cast<std::size_t>(place), values_.size() - 1)];
  }

  /// mean |X - observed| - mean |X - X'| / 2, as OtherUnits::crps().
  double crps(double observed) const {
    const auto n = count(observed);
    const double all = below_.back();
    const double distance =
        observed * below_[n] - sums_[n] + (sums_.back() - sums_[n]) - observed * (all - below_[n]);
    return std::max(0.0, distance / all - pairs_ / (all * all));  // rounding may leave less than nothing
  }

 private:
  std::size_t count(double value) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(values_, value) - values_.begin());
  }

  std::vector<double> values_;
  std::vector<double> below_{0}, sums_{0};  ///< weight, and weight times value, of the first n values
  double pairs_ = 0;
};

}  // namespace

ChanceForecasts chances_of_cycle_climatology(const LeadTimeForecasts& lead, const SampleRows& rows) {
  const auto units = leave_out_units(lead, rows);
  const auto unit_count = units.empty() ? std::size_t{0} : std::ranges::max(units) + std::size_t{1};
  const auto observed = pick(lead.observed_nt, rows);
  const auto places = places_of(lead, rows, units, unit_count);
  std::vector<std::size_t> rising(rows.size());
  std::iota(rising.begin(), rising.end(), std::size_t{0});
  std::ranges::sort(rising, {}, [&](std::size_t i) { return observed[i]; });
  std::vector<SampleRows> of_unit(unit_count);
  for (std::size_t i = 0; i < rows.size(); ++i) of_unit[units[i]].push_back(i);

  ChanceForecasts forecasts;
  for (auto* scores : {&forecasts.crps_nt, &forecasts.winkler_nt}) scores->assign(rows.size(), undefined);
  for (auto& chances : forecasts.chance) chances.assign(rows.size(), undefined);
  for (std::size_t unit = 0; unit < unit_count; ++unit) {
    Weighted others;
    for (const auto i : rising)
      if (units[i] != unit) others.add(observed[i], weight_of(places[unit], places[units[i]]));
    if (others.empty()) continue;
    const double low = others.quantile(0.05), high = others.quantile(0.95);
    for (const auto i : of_unit[unit]) {
      forecasts.crps_nt[i] = others.crps(observed[i]);
      forecasts.winkler_nt[i] = winkler_score(low, high, observed[i]);
      for (std::size_t t = 0; t < event_thresholds_nt.size(); ++t)
        forecasts.chance[t][i] = others.at_or_below(event_thresholds_nt[t]);
    }
  }
  return forecasts;
}

}  // namespace symh
