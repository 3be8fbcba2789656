#include "physics/wind_position.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "physics/coupling.h"
#include "physics/solar_wind.h"

namespace symh {
namespace {

// Measured on the 80 storms of storms-5min (L1) and the 12 weeks of omni-1min (bow shock); docs/data.md has
// the counts.
constexpr Minutes change_over{10}, lag_step{5}, first_lag{-60}, last_lag{120};
constexpr float jump_npa = 0.5F;  ///< of the root of the pressure [nPa^1/2]
constexpr float most_npa = 1.F,
                most_nt = 15.F;  ///< larger changes count as these, so that no storm decides alone
constexpr std::size_t fewest_jumps = 10;
constexpr double fewest_deviations = 4.5;  ///< of a correlation of that many independent samples by chance
constexpr double clearest_other = 0.5;     ///< the largest correlation at other lags, as a share of the best
constexpr Minutes width_of_peak{25};
constexpr Minutes bow_shock_last{10}, l1_first{20}, l1_last{75};
constexpr float slowest_flight{25}, widest_miss{25};  ///< [min]

/// Columns that only OMNI has: the shift in time from the spacecraft to the bow shock, and its nose.
constexpr std::array omni_columns{"timeshift", "rms_timeshift", "bsn_x", "bsn_x_gse"};

struct Sums {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  void add(double a, double b) {
    n += 1;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  double correlation() const {
    const double variances = (xx - x * x / n) * (yy - y * y / n);
    return n > 1 && variances > 0 ? (xy - x * y / n) / std::sqrt(variances) : 0;
  }
};

struct Lag {
  Minutes lag{0};
  double correlation = 0, samples = 0;
};

/// The changes over change_over of the root of the pressure and of SYM-H, limited; NaN across gaps.
class Changes {
 public:
  explicit Changes(const Series& series)
      : series_(series), rows_((change_over + series.cadence - Minutes{1}) / series.cadence) {
    const auto& speed = series.at("speed").values;
    const auto& density = series.at("density").values;
    std::vector<float> root(series.size());
    for (std::size_t row = 0; row < root.size(); ++row)
      root[row] = root_of_pressure(density[row], speed[row]);
    pressure_ = changes(root, most_npa);
    sym_h_ = changes(series.at("sym_h").values, most_nt);
    for (std::size_t row = 0; row < root.size(); ++row) {
      if (!(std::abs(pressure_[row]) >= jump_npa)) continue;
      ++jumps_;
      flight_ += ballistic_delay_minutes(speed[row]);
    }
  }

  std::size_t jumps() const { return jumps_; }
  /// The mean time from L1 to Earth at the jumps [min].
  float flight_minutes() const { return static_cast<float>(flight_ / static_cast<double>(jumps_)); }

  /// The correlation of the pressure with SYM-H `lag` later.
  Lag at(Minutes lag) const {
    const auto later = lag / series_.cadence;
    Sums sums;
    for (const auto& segment : series_.segments) {
      const auto count = static_cast<long>(segment.count);
      for (long i = std::max(0L, -later); i < std::min(count, count - later); ++i) {
        const auto row = segment.first + static_cast<std::size_t>(i);
        const float x = pressure_[row], y = sym_h_[row + static_cast<std::size_t>(later)];
        if (!std::isnan(x) && !std::isnan(y)) sums.add(x, y);
      }
    }
    return {lag, sums.correlation(), sums.n / static_cast<double>(rows_)};
  }

 private:
  std::vector<float> changes(const std::vector<float>& values, float most) const {
    std::vector<float> changes(values.size(), missing);
    const auto rows = static_cast<std::size_t>(rows_);
    for (const auto& segment : series_.segments)
      for (std::size_t row = segment.first + rows; row < segment.first + segment.count; ++row)
        if (const float change = values[row] - values[row - rows]; !std::isnan(change))
          changes[row] = std::clamp(change, -most, most);
    return changes;
  }

  const Series& series_;
  long rows_;
  std::vector<float> pressure_, sym_h_;
  std::size_t jumps_ = 0;
  double flight_ = 0;
};

std::vector<Lag> lags_of(const Changes& changes, Minutes cadence) {
  std::vector<Lag> lags;
  const auto step = cadence * std::max(1L, lag_step / cadence);
  for (auto lag = first_lag / step * step; lag <= last_lag; lag += step) lags.push_back(changes.at(lag));
  return lags;
}

/// The position that a lag means, for wind that needs `flight` minutes from L1.
WindPosition position_at(Minutes lag, float flight) {
  if (std::chrono::abs(lag) <= bow_shock_last && flight >= slowest_flight) return WindPosition::bow_shock;
  const float miss = std::abs(static_cast<float>(lag.count()) - flight);
  return lag >= l1_first && lag <= l1_last && miss <= widest_miss ? WindPosition::l1 : WindPosition::unknown;
}

WindJudgement judge_by_pressure(const Series& series) {
  const Changes changes(series);
  if (changes.jumps() < fewest_jumps)
    return {.reason = fmt::format("the pressure of the solar wind jumps too seldom to tell ({} samples)",
                                  changes.jumps())};
  const auto lags = lags_of(changes, series.cadence);
  const auto& best = *std::ranges::max_element(lags, {}, &Lag::correlation);
  double other = 0;
  for (const auto& lag : lags)
    if (std::chrono::abs(lag.lag - best.lag) > width_of_peak)
      other = std::max(other, std::abs(lag.correlation));
  const auto words = fmt::format("{} min (correlation {:.2f}, at other lags at most {:.2f})",
                                 best.lag.count(), best.correlation, other);
  const bool clear = best.correlation * std::sqrt(best.samples) >= fewest_deviations &&
                     other <= clearest_other * best.correlation;
  const auto position = clear ? position_at(best.lag, changes.flight_minutes()) : WindPosition::unknown;
  if (position == WindPosition::unknown)
    return {.reason = "SYM-H follows jumps of the pressure at no clear lag: the best is " + words};
  return {position, "SYM-H follows jumps of the pressure after " + words};
}

}  // namespace

WindJudgement judge_wind_position(const Series& series) {
  for (const auto* column : omni_columns)
    if (series.find(column) != nullptr)
      return {WindPosition::bow_shock, fmt::format("the column '{}' is OMNI's", column)};
  for (const auto* channel : {"density", "speed", "sym_h"})
    if (series.find(channel) == nullptr)
      return {.reason = fmt::format("the data have no {}, by which symh could tell", channel)};
  if (series.cadence > change_over)
    return {.reason =
                fmt::format("samples every {} are too far apart to tell", format_duration(series.cadence))};
  return judge_by_pressure(series);
}

std::string settle_wind_position(Series& series) {
  const bool wind = std::ranges::any_of(series.channels, is_solar_wind_channel, &Channel::name);
  if (!wind || series.solar_wind_at != WindPosition::unknown) return "";
  const auto judged = judge_wind_position(series);
  series.solar_wind_at = judged.position;
  if (judged.position == WindPosition::unknown) return "";
  return fmt::format(
      "the files do not say where their solar wind was measured; judged to be {}, as {} (data.solar_wind_at "
      "or --solar-wind-at overrides)",
      wind_position_name(judged.position), judged.reason);
}

}  // namespace symh
