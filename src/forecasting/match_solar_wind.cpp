#include "forecasting/match_solar_wind.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "physics/solar_wind.h"
#include "physics/wind_position.h"
#include "windows/head.h"

namespace symh {

WindMatch match_solar_wind(Series& series, const Config& config) {
  const auto trained = config.data.solar_wind_at;
  const bool none = std::ranges::none_of(series.channels, is_solar_wind_channel, &Channel::name);
  if (none || trained == WindPosition::unknown || !uses_solar_wind(config.windows)) return {};
  if (series.solar_wind_at == trained) return {};
  if (series.solar_wind_at == WindPosition::unknown) {
    const auto reason = judge_wind_position(series).reason;
    series.solar_wind_at = trained;
    return {fmt::format(
                "the files do not say where their solar wind was measured, and symh cannot judge it ({}); "
                "assuming {}, as in the model's training data (--solar-wind-at says otherwise)",
                reason, wind_position_name(trained)),
            true};
  }
  if (trained == WindPosition::bow_shock) {
    series = propagate_to_bow_shock(std::move(series));
    return {
        "the solar wind was measured at L1, but the model was trained at the bow shock: each sample is "
        "moved to the time of its arrival there"};
  }
  throw DataError(
      "the model was trained on solar wind at L1, but these data were measured at the bow shock, where the "
      "wind arrives half an hour to an hour later; give L1 data, or a model trained on bow-shock data");
}

}  // namespace symh
