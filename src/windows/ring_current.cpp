#include "windows/ring_current.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace symh {

const RingCurrentForecasts& ring_current(const Prepared& prepared) {
  if (prepared.ring_current) return *prepared.ring_current;
  throw DataError(
      "the physics forecasts need the channels speed and bz_gsm and the place where they were measured; add "
      "the channels to the data, and set data.solar_wind_at or give --solar-wind-at");
}

void ring_current_forecasts(const Prepared& prepared, const std::vector<RingCurrentModel>& models,
                            const std::vector<std::int64_t>& lead_steps, std::size_t row, float* out) {
  for (const auto& model : models) {
    ring_current(prepared).forecast(model, row, lead_steps, out);
    out += lead_steps.size();
  }
}

FeatureNeeds ring_current_needs(const WindowsConfig& config, const std::vector<RingCurrentModel>& models) {
  FeatureNeeds needs{
      .channels = {"speed", "bz_gsm"}, .wishes = {"density"}, .last = true, .ring_current = true};
  double factor = 1;
  for (const auto& model : models) {
    factor = std::max(factor, model.delay_factor);
    if (model.coupling == RingCurrentModel::Coupling::newell) needs.wishes.insert("by_gsm");
  }
  const double cadence = static_cast<double>(config.cadence.count());
  needs.reach = std::max(static_cast<std::int64_t>(std::ceil(factor * longest_delay_minutes / cadence)),
                         static_cast<std::int64_t>(held_mean_rows(config.cadence)));
  return needs;
}

}  // namespace symh
