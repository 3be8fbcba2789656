#include "verification/lag.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "verification/moments.h"

namespace symh {
namespace {

/// Values in time order, at most one for each time, none missing.
using Timeline = std::vector<std::pair<Time, float>>;

Timeline timeline(const std::vector<Time>& times, const std::vector<float>& values) {
  Timeline line;
  line.reserve(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (std::isfinite(values[i])) line.emplace_back(times[i], values[i]);
  }
  const auto by_time = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(line.begin(), line.end(), by_time)) std::stable_sort(line.begin(), line.end(), by_time);
  const auto same_time = [](const auto& a, const auto& b) { return a.first == b.first; };
  line.erase(std::unique(line.begin(), line.end(), same_time), line.end());
  return line;
}

/// The correlation at a lag; NaN if there are too few pairs, as a handful correlates by chance.
double correlation_at(const Timeline& forecast, const Timeline& observed, Minutes lag) {
  Moments moments;
  auto earlier = observed.begin();
  for (const auto& [time, value] : forecast) {
    while (earlier != observed.end() && earlier->first < time - lag) ++earlier;
    if (earlier == observed.end()) break;
    if (earlier->first == time - lag) moments.add(value, earlier->second);
  }
  const std::size_t enough = std::max<std::size_t>(10, forecast.size() / 4);
  return moments.count() < enough ? undefined : moments.correlation();
}

/// The smallest step between neighbours, at least the cadence. Only multiples of it can give pairs.
Minutes grid_step(const Timeline& line, Minutes cadence) {
  Minutes step = line.size() < 2 ? cadence : Minutes::max();
  for (std::size_t i = 1; i < line.size(); ++i) step = std::min(step, line[i].first - line[i - 1].first);
  return std::max(step, cadence);
}

class LagSearch {
 public:
  LagSearch(const Timeline& forecast, const Timeline& observed) : forecast_(forecast), observed_(observed) {}

  /// Tries lags from `low` to `high` in steps of `step`; among equal ones the lag nearest to zero wins.
  void over(Minutes low, Minutes high, Minutes step) {
    const auto first = low / step, last = high / step;
    for (auto k = first; k <= last; ++k) {
      const Minutes lag = step * k;
      const double found = correlation_at(forecast_, observed_, lag);
      const bool nearer = found == highest_ && std::chrono::abs(lag) < std::chrono::abs(best_);
      if (std::isnan(found) || found < highest_ || (found == highest_ && !nearer)) continue;
      highest_ = found;
      best_ = lag;
    }
  }
  /// The best lag; zero if no lag gave a correlation.
  Minutes best() const { return best_; }

 private:
  const Timeline& forecast_;
  const Timeline& observed_;
  Minutes best_{0};
  double highest_ = -2;  // below any correlation
};

}  // namespace

Minutes best_lag(const LeadTimeForecasts& lead, Minutes cadence) {
  const auto forecast = timeline(lead.issue_time, lead.forecast_nt);
  const auto observed = timeline(lead.issue_time, lead.observed_nt);
  const Minutes step = grid_step(observed, cadence), low = -lead.lead_time, high = 2 * lead.lead_time;
  // A day ahead by the minute has 4,320 lags; the correlation is smooth, so a coarse search finds the hill.
  constexpr long most_lags = 200;
  const Minutes coarse = step * std::max(1L, static_cast<long>((high - low) / (step * most_lags)));
  LagSearch search(forecast, observed);
  search.over(low, high, coarse);
  if (coarse > step) search.over(search.best() - coarse, search.best() + coarse, step);
  return search.best();
}

}  // namespace symh
