#include "stations/quick_index.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include "stations/station_data.h"

namespace symh {
namespace {

constexpr std::int64_t not_known = -1;

/// Sums of the values before each place, so that the mean of any stretch is a difference.
class RunningMean {
 public:
  explicit RunningMean(std::size_t size) { sums_.reserve(size + 1), counts_.reserve(size + 1); }
  void add(float value) {
    const bool there = !std::isnan(value);
    sums_.push_back(sums_.back() + (there ? static_cast<double>(value) : 0));
    counts_.push_back(counts_.back() + (there ? 1 : 0));
  }
  /// The mean of the values [from, to); NaN if there is none.
  double mean(std::int64_t from, std::int64_t to) const {
    const auto first = static_cast<std::size_t>(std::max<std::int64_t>(from, 0)),
               last = static_cast<std::size_t>(to);
    const auto count = counts_[last] - counts_[first];
    return count == 0 ? static_cast<double>(missing)
                      : (sums_[last] - sums_[first]) / static_cast<double>(count);
  }

 private:
  std::vector<double> sums_{0};
  std::vector<std::int64_t> counts_{0};
};

/// The quiet H of one observatory by the time of day, for one day.
using Baseline = std::vector<float>;

/// The baseline of `day`: for each time of day the median of H less its share of SYM-H over the last days on
/// which both were known, smoothed along the day. Only slots whose SYM-H was stamped at or before
/// `known_until` count.
Baseline baseline_of(const StationGrid& grid, const StationData& station, std::int64_t day,
                     std::int64_t known_until) {
  constexpr std::size_t days_of_median = 5;
  constexpr std::int64_t most_days_back = 60, half_of_smoothing = 6;
  const std::int64_t fewest_slots = slots_a_day / 2;
  std::vector<float> raw(static_cast<std::size_t>(slots_a_day), missing);
  std::int64_t found = 0;
  for (std::int64_t slot = 0; slot < slots_a_day; ++slot) {
    std::vector<float> quiet;
    for (auto back = day - 1; back >= std::max<std::int64_t>(0, day - most_days_back); --back) {
      const auto at = static_cast<std::size_t>(back * slots_a_day + slot);
      const float value = station.slots[at] - static_cast<float>(station.share) * grid.observed_nt[at];
      if (std::isnan(value) || grid.observed_until[at] > known_until) continue;
      quiet.push_back(value);
      if (quiet.size() == days_of_median) break;
    }
    raw[static_cast<std::size_t>(slot)] = median_of(std::move(quiet));
    if (!std::isnan(raw[static_cast<std::size_t>(slot)])) ++found;
  }
  if (found < fewest_slots) return {};
  Baseline smooth(raw.size(), missing);
  for (std::int64_t slot = 0; slot < slots_a_day; ++slot) {
    double sum = 0;
    int count = 0;
    for (auto offset = -half_of_smoothing; offset <= half_of_smoothing; ++offset) {
      const float value = raw[static_cast<std::size_t>((slot + offset + slots_a_day) % slots_a_day)];
      if (std::isnan(value)) continue;
      sum += static_cast<double>(value);
      ++count;
    }
    if (count > 0) smooth[static_cast<std::size_t>(slot)] = static_cast<float>(sum / count);
  }
  return smooth;
}

/// What one row has of the observatories.
struct StationMean {
  float estimate_nt = missing;
  std::uint32_t used = 0, left_out = 0;
};

/// True if an observatory disagrees with the others by more than a storm explains. The limits lie above
/// the largest differences in the storms of docs/stations.md.
bool disagrees(float value_nt, float median_of_others_nt) {
  constexpr float least_nt = 100, share_of_level = 1;
  return std::abs(value_nt - median_of_others_nt) > least_nt + share_of_level * std::abs(median_of_others_nt);
}

/// The part of a depression that an observatory sees: the ring current is partial, stronger over the evening
/// than over the morning. The share was fitted to storms (docs/stations.md).
double evening_factor(double longitude_degrees, std::int64_t minute) {
  constexpr double asymmetry = 0.2, centre_hour = 18;
  const double hour = static_cast<double>(minute % 1440) / 60 + longitude_degrees / 15;
  return 1 + asymmetry * std::cos((hour - centre_hour) * std::numbers::pi / 12);
}

/// The index that fits the values of the observatories best; `factors` are those of the evening.
StationMean mean_of(const std::vector<float>& values_nt, const std::vector<double>& factors) {
  StationMean result;
  const auto count = std::ranges::count_if(values_nt, [](float value) { return !std::isnan(value); });
  double sum = 0, weighted = 0, squares = 0;
  for (std::size_t s = 0; s < values_nt.size(); ++s) {
    if (std::isnan(values_nt[s])) continue;
    auto others = values_nt;
    others[s] = missing;
    if (count > 2 && disagrees(values_nt[s], median_of(std::move(others)))) {
      result.left_out |= 1U << s;
      continue;
    }
    result.used |= 1U << s;
    const auto value = static_cast<double>(values_nt[s]);
    sum += value;
    weighted += value * factors[s];
    squares += factors[s] * factors[s];
  }
  constexpr int fewest = 2;
  const int used = std::popcount(result.used);
  if (used < fewest) return result;
  // A rise comes from the magnetopause, which has no evening side.
  result.estimate_nt = static_cast<float>(sum < 0 ? weighted / squares : sum / used);
  return result;
}

class Estimator {
 public:
  Estimator(const StationGrid& grid, const QuickIndexOptions& options) : grid_(grid), options_(options) {
    slot_errors_ = slot_errors();
    const auto size = static_cast<std::size_t>(grid.slots());
    RunningMean means(size);
    for (const float error : slot_errors_) means.add(error);
    means_ = std::move(means);
    remember_known();
  }

  /// The estimate for the minutes [minute, minute + cadence).
  StationMean row(std::int64_t minute) {
    const auto day = minute / (slots_a_day * slot_length.count());
    if (day != day_) set_day(day);
    const auto slot_of_day = static_cast<std::size_t>(minute / slot_length.count() % slots_a_day);
    auto result = mean_of(values(minute, slot_of_day), factors(minute));
    if (std::isnan(result.estimate_nt)) return result;
    result.estimate_nt -= static_cast<float>(offset(minute).nt);
    return result;
  }

  /// The age of the newest observed value that row() may use; a large one if there is none.
  Minutes age(std::int64_t minute) const { return offset(minute).age; }

 private:
  void set_day(std::int64_t day) {
    day_ = day;
    const auto first_minute = day * slots_a_day * slot_length.count();
    baselines_.clear();
    for (const auto& station : grid_.stations)
      baselines_.push_back(baseline_of(grid_, station, day, first_minute - options_.index_age.count()));
  }

  std::vector<float> values(std::int64_t minute, std::size_t slot_of_day) const {
    std::vector<float> values(grid_.stations.size(), missing);
    for (std::size_t s = 0; s < values.size(); ++s) {
      if (baselines_[s].empty()) continue;
      const auto& station = grid_.stations[s];
      const float h_nt = options_.cadence == slot_length
                             ? station.slots[static_cast<std::size_t>(minute / slot_length.count())]
                             : station.minutes[static_cast<std::size_t>(minute)];
      values[s] = (h_nt - baselines_[s][slot_of_day]) / static_cast<float>(station.share);
    }
    return values;
  }

  std::vector<double> factors(std::int64_t minute) const {
    std::vector<double> factors;
    for (const auto& station : grid_.stations)
      factors.push_back(evening_factor(station.observatory->longitude_degrees, minute));
    return factors;
  }

  /// [slot] the mean of the observatories less the observed index; the same baselines as at the time.
  std::vector<float> slot_errors() {
    std::vector<float> errors(static_cast<std::size_t>(grid_.slots()), missing);
    const auto cadence = options_.cadence;
    options_.cadence = slot_length;
    for (std::int64_t slot = 0; slot < grid_.slots(); ++slot) {
      if (slot / slots_a_day != day_) set_day(slot / slots_a_day);
      const auto at = static_cast<std::size_t>(slot);
      if (std::isnan(grid_.observed_nt[at])) continue;
      const auto minute = slot * slot_length.count();
      errors[at] =
          mean_of(values(minute, at % slots_a_day), factors(minute)).estimate_nt - grid_.observed_nt[at];
    }
    options_.cadence = cadence;
    day_ = not_known;
    return errors;
  }

  /// For each slot the newest slot at or before it that has an error.
  void remember_known() {
    newest_.assign(slot_errors_.size(), not_known);
    std::int64_t newest = not_known;
    for (std::size_t slot = 0; slot < slot_errors_.size(); ++slot) {
      if (!std::isnan(slot_errors_[slot])) newest = static_cast<std::int64_t>(slot);
      newest_[slot] = newest;
    }
  }

  struct Offset {
    double nt = 0;
    Minutes age = Minutes::max();
  };

  /// What the observed index says of the errors of the mean: half of the mean over its last day, and the rest
  /// of the last half hour, which fades within hours.
  Offset offset(std::int64_t minute) const {
    constexpr std::int64_t half_an_hour = 6;
    constexpr double share_of_day = 0.5, fades_in_minutes = 150;
    // A slot's values are known once the last of them is.
    auto slot = (minute - options_.index_age.count()) / slot_length.count();
    if (minute < options_.index_age.count()) return {};
    auto known = newest_[static_cast<std::size_t>(slot)];
    while (known != not_known &&
           grid_.observed_until[static_cast<std::size_t>(known)] > minute - options_.index_age.count())
      known = known > 0 ? newest_[static_cast<std::size_t>(known - 1)] : not_known;
    if (known == not_known) return {};
    const double day = means_.mean(known + 1 - slots_a_day, known + 1),
                 last = means_.mean(known + 1 - half_an_hour, known + 1);
    const Minutes age{minute - grid_.observed_until[static_cast<std::size_t>(known)]};
    const double fading = std::exp(-static_cast<double>(age.count()) / fades_in_minutes);
    return {share_of_day * day + fading * (last - day), age};
  }

  const StationGrid& grid_;
  QuickIndexOptions options_;
  std::int64_t day_ = not_known;
  std::vector<Baseline> baselines_;  ///< [station] of day_; empty where there is none
  std::vector<float> slot_errors_;
  RunningMean means_{0};
  std::vector<std::int64_t> newest_;
};

}  // namespace

QuickIndex estimate_sym_h(const Series& stations, const Series& observed, const QuickIndexOptions& options) {
  const auto grid = station_grid(stations, observed);
  QuickIndex index;
  for (const auto& station : grid.stations) {
    index.stations.push_back({.code = std::string(station.observatory->code), .newest = grid.start});
    for (const auto minute : station.jumps)
      index.stations.back().jumps.push_back(grid.start + Minutes{minute});
    for (std::size_t minute = station.minutes.size(); minute-- > 0;)
      if (!std::isnan(station.minutes[minute])) {
        index.stations.back().newest = grid.start + Minutes{static_cast<long>(minute)};
        break;
      }
  }
  const auto last = std::ranges::max_element(index.stations, {}, &StationUse::newest)->newest;
  auto& series = index.series;
  series.cadence = options.cadence;
  series.stamp = observed.stamp;
  const auto rows = static_cast<std::size_t>((last - grid.start) / options.cadence) + 1;
  const Minutes shift = observed.stamp == Stamp::end ? options.cadence : Minutes{0};
  series.segments = {{grid.start + shift, 0, rows}};
  series.status.assign(rows, Status::quick_look);
  auto& values = series.add(quick_index_channel).values;
  std::vector<float> errors(rows, missing);
  Estimator estimator(grid, options);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto minute = static_cast<std::int64_t>(row) * options.cadence.count();
    const auto mean = estimator.row(minute);
    values[row] = mean.estimate_nt;
    index.used.push_back(mean.used);
    for (std::size_t s = 0; s < index.stations.size(); ++s) {
      index.stations[s].rows += !std::isnan(mean.estimate_nt) && (mean.used >> s & 1U) != 0 ? 1 : 0;
      index.stations[s].left_out += mean.left_out >> s & 1U;
    }
    if (!std::isnan(mean.estimate_nt))
      errors[row] = static_cast<float>(quick_index_error_nt(
          std::popcount(mean.used), static_cast<double>(mean.estimate_nt), estimator.age(minute)));
  }
  series.add(quick_index_error_channel).values = std::move(errors);
  return index;
}

}  // namespace symh
