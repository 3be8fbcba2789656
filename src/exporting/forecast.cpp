#include "exporting/forecast.h"

#include <iterator>
#include <limits>
#include <optional>

#include "exporting/inputs.h"
#include "graph/number.h"
#include "models/combination.h"
#include "models/network_forecaster.h"
#include "models/quantiles.h"

namespace symh {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t levels = std::ssize(typical_level_nt);

/// The forecast of one member, NaN where its window is not valid.
GraphForecast member_forecast(const GraphSeries& series, const Model& model, WindPosition position) {
  const auto window = graph_window(series, model.config.windows, model.scaling, position);
  auto result = model.forecaster->describe(window, model.scaling);
  const auto valid = unsqueeze(window.valid, 1);
  result.value_nt = where(valid, result.value_nt, nan);
  for (auto* more : {&result.quantiles_nt, &result.probabilities})
    if (*more) *more = where(unsqueeze(valid, 2), **more, nan);
  return result;
}

/// combine() of forecasting/combine.h for a batch: the same sums over whole arrays.
class Combination {
 public:
  Combination(graph::Graph& graph, std::int64_t leads)
      : graph_(graph), leads_(leads), value_nt_(no_mean()), band_{no_mean(), no_mean()} {}

  void add(const GraphForecast& member, const std::vector<double>& weights) {
    const auto there = is_finite(member.value_nt), by = graph_.constant(weights, {1, leads_});
    value_nt_.add(there, precise(member.value_nt), by);
    if (member.quantiles_nt) {
      const auto quantile = [&](std::int64_t which) { return select(*member.quantiles_nt, 2, which); };
      band_.add(there, quantile(0), quantile(1), quantile(2), by);
      has_band_ = true;
    }
    if (!member.probabilities) return;
    if (!probabilities_) probabilities_ = no_mean();
    probabilities_->add(unsqueeze(there, 2), precise(*member.probabilities), unsqueeze(by, 2));
  }

  GraphForecast forecast(const std::vector<BandCalibration>& bands) const {
    GraphForecast result{as_channel(value_nt_.mean(nan))};
    if (has_band_ || !bands.empty()) {
      const auto low = band_.q05_nt(result.value_nt, factors(bands, &BandCalibration::below));
      const auto high = band_.q95_nt(result.value_nt, factors(bands, &BandCalibration::above));
      result.quantiles_nt =
          graph::concat({unsqueeze(low, 2), unsqueeze(result.value_nt, 2), unsqueeze(high, 2)}, 2);
    }
    if (probabilities_) result.probabilities = as_channel(probabilities_->mean(nan));
    return result;
  }

 private:
  WeightedMean<graph::Value> no_mean() const {
    const auto zero = graph_.scalar(0, graph::DataType::float64);
    return {zero, zero};
  }

  /// [1, L]; 1 without calibration.
  graph::Value factors(const std::vector<BandCalibration>& bands, double BandCalibration::*factor) const {
    std::vector<double> values(static_cast<std::size_t>(leads_), 1.0);
    for (std::size_t l = 0; l < bands.size(); ++l) values[l] = bands[l].*factor;
    return graph_.constant(values, {1, leads_});
  }

  graph::Graph& graph_;
  std::int64_t leads_;
  WeightedMean<graph::Value> value_nt_;
  MeanBand<graph::Value> band_;
  std::optional<WeightedMean<graph::Value>> probabilities_;  ///< [B, L, 4]
  bool has_band_ = false;
};

GraphForecast combined_forecast(graph::Graph& graph, const Ensemble& ensemble,
                                const std::vector<GraphForecast>& members) {
  Combination combination(graph, std::ssize(ensemble.windows().horizon));
  for (std::size_t m = 0; m < members.size(); ++m) combination.add(members[m], ensemble.members[m].weights);
  return combination.forecast(ensemble.bands);
}

}  // namespace

graph::Graph forecast_graph(const Ensemble& ensemble) {
  graph::Graph graph;
  const auto series = graph_series(graph, input_shape(ensemble), ensemble.windows().cadence);
  const auto position = wind_position(ensemble);
  std::vector<GraphForecast> members;
  for (const auto& member : ensemble.members)
    members.push_back(member_forecast(series, member.model, position));
  const bool alone = members.size() == 1 && ensemble.bands.empty();
  const auto result = alone ? members.front() : combined_forecast(graph, ensemble, members);
  const auto leads = std::to_string(ensemble.windows().horizon.size());
  graph.output("forecast", result.value_nt, {"batch", leads});
  if (result.quantiles_nt)
    graph.output("band", *result.quantiles_nt, {"batch", leads, std::to_string(band_levels.size())});
  if (result.probabilities)
    graph.output("probabilities", *result.probabilities, {"batch", leads, std::to_string(levels)});
  return graph;
}

}  // namespace symh
