#include "verification/onsets.h"

#include <algorithm>
#include <limits>

namespace symh {
namespace {

/// Neighbouring values at or below a threshold.
struct Episode {
  std::size_t first = 0, last = 0;  ///< indices into the rows in time order
  bool has_onset = false;           ///< a value above the threshold came just before
};

class TimedRows {
 public:
  TimedRows(const LeadTimeForecasts& lead, SampleRows rows) : lead_(lead), rows_(std::move(rows)) {
    const auto by_time = [&](auto a, auto b) { return lead.issue_time[a] < lead.issue_time[b]; };
    if (!std::ranges::is_sorted(rows_, by_time)) std::ranges::stable_sort(rows_, by_time);
  }
  std::size_t row(std::size_t index) const { return rows_[index]; }
  Time valid(std::size_t index) const { return lead_.issue_time[rows_[index]] + lead_.lead_time; }

  std::vector<Episode> episodes(const std::vector<float>& values_nt, float threshold_nt) const {
    std::vector<Episode> episodes;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!(values_nt[rows_[i]] <= threshold_nt)) continue;
      if (!episodes.empty() && valid(i) - valid(episodes.back().last) < episode_gap)
        episodes.back().last = i;
      else
        episodes.push_back({i, i, i > 0 && valid(i) - valid(i - 1) < episode_gap});
    }
    return episodes;
  }

 private:
  const LeadTimeForecasts& lead_;
  SampleRows rows_;
};

int storm_in(const LeadTimeForecasts& lead, const TimedRows& series, const Episode& episode) {
  for (std::size_t i = episode.first; i <= episode.last; ++i)
    if (const int storm = storm_of(lead, series.row(i)); storm >= 0) return storm;
  return -1;
}

/// When the forecast, which has the episode, first reaches the threshold at or after `from`.
Time first_from(const TimedRows& series, const Episode& episode, const std::vector<float>& forecast_nt,
                float threshold_nt, Time from) {
  for (std::size_t i = episode.first; i <= episode.last; ++i)
    if (series.valid(i) >= from && forecast_nt[series.row(i)] <= threshold_nt) return series.valid(i);
  return series.valid(episode.last);
}

}  // namespace

std::optional<Minutes> Onset::timing_error() const {
  if (!forecast) return std::nullopt;
  return *forecast - time;
}

Onsets find_onsets(const LeadTimeForecasts& lead, const std::vector<float>& forecast_nt,
                   const SampleRows& rows, float threshold_nt) {
  const TimedRows series(lead, rows);
  const auto reach = std::min(lead.lead_time, episode_gap);
  const auto observed = series.episodes(lead.observed_nt, threshold_nt);
  const auto forecast = series.episodes(forecast_nt, threshold_nt);
  std::vector<bool> belongs(forecast.size(), false);
  Onsets onsets;
  onsets.forecast_episodes = forecast.size();
  std::size_t next = 0;  // the first forecast episode that does not end long before
  for (const auto& episode : observed) {
    const auto start = series.valid(episode.first), end = series.valid(episode.last);
    while (next < forecast.size() && series.valid(forecast[next].last) < start - reach) ++next;
    Onset onset{series.row(episode.first), start, storm_in(lead, series, episode), {}};
    for (auto f = next; f < forecast.size() && series.valid(forecast[f].first) <= end + reach; ++f) {
      belongs[f] = true;
      if (!onset.forecast)
        onset.forecast = first_from(series, forecast[f], forecast_nt, threshold_nt, start - episode_gap);
    }
    if (episode.has_onset) onsets.observed.push_back(onset);
  }
  onsets.false_alarms = static_cast<std::size_t>(std::ranges::count(belongs, false));
  return onsets;
}

}  // namespace symh
