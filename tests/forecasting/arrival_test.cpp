#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "forecasting/issue.h"
#include "physics/gap_path.h"
#include "physics/simulate.h"
#include "saved/ensemble_folder.h"
#include "series/transforms.h"

// How the bundled model moves when one more value of SYM-H arrives.

namespace symh {
namespace {

Series known_until(Series series, Time newest) {
  for (std::size_t row = 0; row < series.size(); ++row)
    if (series.time_of(row) > newest) series.find("sym_h")->values[row] = missing;
  return series;
}

/// A simulated storm at 5 minutes up to its deepest SYM-H, which in the last three hours is just as it was
/// estimated.
Series as_estimated() {
  auto simulated = simulate({.days = 8, .seed = 5, .storms_per_month = 12});
  auto series = resample(
      merge({{std::move(simulated.indices), 1, "indices"}, {std::move(simulated.solar_wind), 2, "wind"}}),
      Minutes{5});
  series.solar_wind_at = WindPosition::l1;
  const auto& index = series.at("sym_h").values;
  const auto deepest = std::ranges::min_element(index.begin() + 5 * 288, index.end()) - index.begin();
  const Time end = series.time_of(static_cast<std::size_t>(deepest));
  auto late = known_until(slice(series, series.first_time(), end + Minutes{1}), end - Minutes{180});
  put_path(late, *path_through_gap(late, end));
  return late;
}

TEST(Arrival, OfAValueThatWasExpectedDoesNotMakeTheForecastJump) {
  const StatedModel model{load_ensemble(std::filesystem::path(SYMH_SOURCE_DIR) / "data/models/storms-l1"),
                          std::nullopt};
  const auto series = as_estimated();
  std::optional<IssuedForecast> before;
  for (int minutes = 180; minutes >= 0; minutes -= 5) {
    const auto forecast =
        issue_or_fall_back(model, known_until(series, series.last_time() - Minutes{minutes}), {},
                           std::nullopt, silent_listener());
    ASSERT_EQ(forecast.issue_time, series.last_time());
    for (std::size_t l = 0; before && l < forecast.leads.size(); ++l) {
      EXPECT_NEAR(forecast.leads[l].value_nt, before->leads[l].value_nt, 2.5) << minutes;
      EXPECT_NEAR(*forecast.leads[l].q05_nt, *before->leads[l].q05_nt, 5) << minutes;
    }
    if (!before) {
      EXPECT_LT(forecast.leads[0].value_nt, -50);
    }
    before = forecast;
  }
}

}  // namespace
}  // namespace symh
