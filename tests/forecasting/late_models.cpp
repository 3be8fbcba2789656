#include "forecasting/late_models.h"

#include <cmath>

#include "physics/quick_index_error.h"
#include "saved/tiny_model.h"
#include "windows/head.h"

namespace symh::late {

Series late_by(std::size_t observed) {
  auto series = wavy_series(count);
  series.solar_wind_at = WindPosition::l1;
  for (std::size_t row = observed + 1; row < count; ++row) series.find("sym_h")->values[row] = missing;
  for (const auto* name : {"speed", "bz_gsm"})
    for (std::size_t row = 0; row < count; ++row)
      series.add(name).values[row] =
          *name == 's' ? 450.F : -8.F + 3.F * std::cos(0.1F * static_cast<float>(row));
  return series;
}

StatedModel driven(bool bands) {
  auto config = parse_config(
      "[model]\nkind = \"mlp\"\nunits = 3\nhead_units = 0\n[windows]\nlookback = \"1h\"\nhorizon = [\"1h\", "
      "\"2h\"]\n"
      "channels = [\"sym_h\", \"speed\", \"bz_gsm\"]\nhead = [\"last\", \"physics\"]\nfill_limit = \"30m\"\n",
      "test");
  config.name = "driven";
  config.training.bands = bands;
  Scaling scaling{{0, 400, 0}, {50, 100, 5}, {0, 0}, {10, 10}};
  scaling.head_mean.assign(head_features(config.windows).size(), 0.F);
  scaling.head_scale.assign(scaling.head_mean.size(), 10.F);
  torch::manual_seed(3);
  Ensemble ensemble;
  ensemble.name = "driven";
  ensemble.members.push_back({"driven", Model{config, scaling, make_forecaster(config), {}, {}}, {1.0, 1.0}});
  return {std::move(ensemble), std::nullopt};
}

IssuedForecast issued(const StatedModel& model, const Series& series, std::optional<Time> at) {
  return issue_or_fall_back(model, series, {}, at, silent_listener());
}

namespace {

StatedModel driven_beside(const std::string& head) {
  auto model = driven(true);
  auto config = parse_config(
      "[model]\nkind = \"mlp\"\nunits = 3\nhead_units = 0\n[windows]\nlookback = \"1h\"\nhorizon = [\"1h\", "
      "\"2h\"]\nchannels = [\"speed\", \"bz_gsm\"]\nhead = [" +
          head + "]\ndrivers = \"optional\"\n",
      "test");
  config.name = "late";
  config.training.bands = true;
  Scaling scaling{{400, 0}, {100, 5}, {0, 0}, {10, 10}};
  scaling.head_mean.assign(head_features(config.windows).size(), 0.F);
  scaling.head_scale.assign(scaling.head_mean.size(), 100.F);
  torch::manual_seed(4);
  auto& ensemble = model.ensemble;
  ensemble.members.push_back({"late", Model{config, scaling, make_forecaster(config), {}, {}}, {0.0, 0.0}});
  ensemble.bands = {{1, 1}, {1, 1}};
  const auto at = [&](Minutes age, double late, double width) {
    ensemble.when_late.push_back(
        {age, {{{1 - late, 1 - late}, {late, late}}, {{width, width}, {width, width}}}});
  };
  at(Minutes{60}, 0.5, 2);
  at(Minutes{1440}, 1, 4);
  return model;
}

}  // namespace

StatedModel driven_and_late() { return driven_beside(R"("gap", "last")"); }

StatedModel with_stations() {
  auto model = driven_beside(R"("gap", "last", "stations")");
  for (const auto age : {Minutes{60}, Minutes{1440}})
    model.ensemble.with_stations.push_back({age, {{{0, 0}, {1, 1}}, {{3, 3}, {3, 3}}}});
  return model;
}

Series with_estimates(std::size_t observed) {
  auto series = late_by(observed);
  for (const auto* name : {quick_index_channel, quick_index_error_channel}) {
    auto& values = series.add(name).values;
    for (auto row = observed + 1; row < count; ++row)
      values[row] = name == quick_index_channel ? -150.F : 5.F;
  }
  return series;
}

}  // namespace symh::late
