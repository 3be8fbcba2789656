#include "physics/ring_current_forecast.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace symh {
namespace {

/// Causal running mean over `width` rows, inside segments. GraphRingCurrent::running_mean() does the same to
/// the newest samples of a batch; an array needs its own loop.
std::vector<float> running_mean(const std::vector<float>& values, const std::vector<Segment>& segments,
                                std::size_t width) {
  std::vector<float> means(values.size());
  for (const auto& segment : segments) {
    for (std::size_t i = 0; i < segment.count; ++i) {
      const std::size_t count = std::min(width, i + 1), row = segment.first + i;
      double sum = 0;
      for (std::size_t k = 0; k < count; ++k) sum += values[row - k];
      means[row] = static_cast<float>(sum / static_cast<double>(count));
    }
  }
  return means;
}

}  // namespace

const RingCurrentLaw<double>& law_of(const RingCurrentModel& model) {
  switch (model.law) {
    case RingCurrentModel::Law::burton:
      return burton_law;
    case RingCurrentModel::Law::slow:
      return slow_law;
    case RingCurrentModel::Law::obrien_mcpherron:
      break;
  }
  return obrien_mcpherron_law;
}

std::size_t held_mean_rows(Minutes cadence) {
  constexpr Minutes half_an_hour{30};
  return std::max<std::size_t>(1, static_cast<std::size_t>(half_an_hour / cadence));
}

float deviation(std::span<const float> values) {
  const auto count = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const float value : values) mean += value / count;
  for (const float value : values) squares += (value - mean) * (value - mean) / count;
  return static_cast<float>(std::sqrt(squares));
}

RingCurrentForecasts::RingCurrentForecasts(SolarWind wind, const Series& grid, std::vector<float> last_nt)
    : wind_(std::move(wind)),
      segments_(grid.segments),
      cadence_minutes_(static_cast<double>(grid.cadence.count())),
      last_nt_(std::move(last_nt)) {
  const auto width = held_mean_rows(grid.cadence);
  mean_vbs_mv_m_ = running_mean(wind_.vbs_mv_m, segments_, width);
  mean_newell_mv_m_ = running_mean(wind_.newell_mv_m, segments_, width);
}

float RingCurrentForecasts::mean_vbs_mv_m(std::size_t row) const {
  const auto first = std::prev(std::ranges::upper_bound(segments_, row, {}, &Segment::first))->first;
  const Minutes cadence{static_cast<long>(cadence_minutes_)};
  const auto width = std::min(held_mean_rows(cadence), row - first + 1);
  for (std::size_t back = 0; back < width; ++back)
    if (wind_.bz_measured[row - back]) return mean_vbs_mv_m_[row];
  return missing;
}

RingCurrentForecasts::Outlook RingCurrentForecasts::outlook(std::size_t row, double delay_factor) const {
  const auto after = std::ranges::upper_bound(segments_, row, {}, &Segment::first);
  const double delay = wind_.position == WindPosition::bow_shock
                           ? 0.0
                           : delay_factor * ballistic_delay_minutes(wind_.speed_km_s[row]);
  return {std::prev(after)->first, static_cast<double>(row), delay / cadence_minutes_};
}

/// The value that is at Earth `steps` after issue time: linear between samples, the newest one beyond it.
double RingCurrentForecasts::known(const std::vector<float>& values, const Outlook& outlook,
                                   double steps) const {
  const double place = std::clamp(outlook.row + std::min(0.0, steps - outlook.delay_steps),
                                  static_cast<double>(outlook.first), outlook.row);
  const auto below = static_cast<std::size_t>(place);
  const auto above = std::min(below + 1, static_cast<std::size_t>(outlook.row));
  const double share = place - static_cast<double>(below);
  return (1.0 - share) * values[below] + share * values[above];
}

double RingCurrentForecasts::drive(const RingCurrentModel& model, const Outlook& outlook,
                                   double steps) const {
  const bool newell = model.coupling == RingCurrentModel::Coupling::newell;
  const double unknown_steps = model.propagated ? steps - outlook.delay_steps : steps;
  if (unknown_steps <= 0) return known(newell ? wind_.newell_mv_m : wind_.vbs_mv_m, outlook, steps);
  const auto& mean = newell ? mean_newell_mv_m_ : mean_vbs_mv_m_;
  return held_drive<double>(mean[static_cast<std::size_t>(outlook.row)], unknown_steps * cadence_minutes_,
                            model.hold_minutes);
}

void RingCurrentForecasts::forecast_from(double sym_h_nt, const RingCurrentModel& model, std::size_t row,
                                         std::span<const std::int64_t> lead_steps, float* out) const {
  const auto ahead = outlook(row, model.delay_factor);
  const auto pressure = [&](double steps) {
    return model.propagated ? known(wind_.sqrt_pressure_npa, ahead, steps) : wind_.sqrt_pressure_npa[row];
  };
  const auto& law = law_of(model);
  double star = sym_h_nt - pressure_term_of_root_nt(pressure(0));
  std::int64_t step = 0;
  for (const auto lead : lead_steps) {
    for (; step < lead; ++step) {
      const double drive_mv_m = drive(model, ahead, static_cast<double>(step) + 0.5);
      const auto step_of =
          ring_current_step(injection_nt_per_hour(law, drive_mv_m),
                            decay_hours(law, drive_mv_m) * model.recovery_factor, cadence_minutes_ / 60.0);
      star = advance_ring_current(star, step_of);
    }
    *out++ = static_cast<float>(star + pressure_term_of_root_nt(pressure(static_cast<double>(lead))));
  }
}

void RingCurrentForecasts::arriving(std::size_t row, std::int64_t width, std::int64_t count,
                                    float* out) const {
  static const RingCurrentModel vbs{}, newell{.name = {}, .coupling = RingCurrentModel::Coupling::newell};
  const auto ahead = outlook(row, 1.0);
  for (std::int64_t stretch = 0; stretch < count; ++stretch) {
    double sums[3] = {0, 0, 0};
    for (std::int64_t i = 0; i < width; ++i) {
      const double steps = static_cast<double>(stretch * width + i) + 0.5;
      sums[0] += drive(vbs, ahead, steps);
      sums[1] += drive(newell, ahead, steps);
      sums[2] += known(wind_.sqrt_pressure_npa, ahead, steps);
    }
    for (const double sum : sums) *out++ = static_cast<float>(sum / static_cast<double>(width));
  }
}

std::span<const float> RingCurrentForecasts::past_bz_nt(std::size_t row, std::int64_t count) const {
  const auto before = std::min<std::size_t>(static_cast<std::size_t>(count) - 1, row - outlook(row, 1).first);
  return std::span(wind_.bz_nt).subspan(row - before, before + 1);
}

void RingCurrentForecasts::arriving_bz_deviation(std::size_t row, std::int64_t width, std::int64_t count,
                                                 float* out) const {
  const auto ahead = outlook(row, 1.0);
  std::vector<float> stretch(static_cast<std::size_t>(width));
  double steps = 0.5;
  for (std::int64_t s = 0; s < count; ++s) {
    for (auto& value : stretch) value = static_cast<float>(known(wind_.bz_nt, ahead, steps++));
    *out++ = deviation(stretch);
  }
}

const std::vector<RingCurrentModel>& baseline_ring_current_models() {
  using Law = RingCurrentModel::Law;
  static const std::vector<RingCurrentModel> models{
      {.name = "burton_held", .law = Law::burton, .propagated = false},
      {.name = "burton", .law = Law::burton},
      {.name = "obrien_mcpherron_held", .propagated = false},
      {.name = "obrien_mcpherron"},
  };
  return models;
}

const RingCurrentModel& ring_current_model(const std::string& name) {
  const auto& models = baseline_ring_current_models();
  const auto found = std::ranges::find(models, name, &RingCurrentModel::name);
  if (found != models.end()) return *found;
  std::string known;
  for (const auto& model : models) known += (known.empty() ? "" : ", ") + model.name;
  throw UsageError("physics forecast '" + name + "' is not known; known: " + known);
}

}  // namespace symh
