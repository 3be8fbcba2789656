#include "exporting/forecast.h"

#include <iterator>
#include <limits>
#include <optional>

#include "exporting/network.h"
#include "models/quantiles.h"

namespace symh {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t levels = std::ssize(typical_level_nt);

/// What one member says, NaN where it cannot forecast.
struct MemberForecast {
  graph::Value forecast;                      ///< [B, L] nT float32
  std::optional<graph::Value> quantiles;      ///< [B, L, 3] nT
  std::optional<graph::Value> probabilities;  ///< [B, L, 4]
};

std::int64_t leads_of(const Ensemble& ensemble) { return std::ssize(ensemble.windows().horizon); }

/// [B, L] to nT, as to_nt().
graph::Value in_nt(graph::Value output, const Model& model, const GraphWindow& window) {
  auto& graph = output.graph();
  const auto leads = std::ssize(model.scaling.target_scale);
  return output * graph.constant(model.scaling.target_scale, {1, leads}) +
         graph.constant(model.scaling.target_mean, {1, leads}) + window.base_nt;
}

MemberForecast classified(const Model& model, const GraphWindow& window, std::int64_t leads) {
  const auto probabilities = softmax(reshape(network_output(model, window), {-1, leads, levels}), 2);
  const auto typical = probabilities.graph().constant(
      std::vector<float>(typical_level_nt.begin(), typical_level_nt.end()), {1, 1, levels});
  return {reduce_sum(probabilities * typical, 2), {}, probabilities};
}

/// take_apart() of models/quantiles.h: each quantile is the one below it and a positive step.
MemberForecast with_band(const Model& model, const GraphWindow& window, std::int64_t leads) {
  const auto columns = reshape(network_output(model, window), {-1, leads, outputs_per_lead(model.config)});
  std::vector<graph::Value> quantiles{select(columns, 2, 1)};
  for (std::size_t q = 1; q < band_levels.size(); ++q)
    quantiles.push_back(quantiles.back() + softplus(select(columns, 2, static_cast<std::int64_t>(q) + 1)));
  for (auto& quantile : quantiles) quantile = unsqueeze(in_nt(quantile, model, window), 2);
  return {in_nt(select(columns, 2, 0), model, window), concat(quantiles, 2), {}};
}

MemberForecast member_forecast(const GraphSeries& series, const Model& model, WindPosition position) {
  const auto leads = std::ssize(model.config.windows.horizon);
  const auto window = graph_window(series, model.config.windows, model.scaling, position);
  const auto said = [&]() -> MemberForecast {
    if (model.fitted) return {fitted_forecast_nt(model, window), {}, {}};
    if (model.config.model.task == Task::classification) return classified(model, window, leads);
    if (model.config.training.bands) return with_band(model, window, leads);
    return {in_nt(network_output(model, window), model, window), {}, {}};
  }();
  const auto where_valid = [&](graph::Value x, std::int64_t axes) {
    auto valid = unsqueeze(window.valid, 1);
    if (axes == 3) valid = unsqueeze(valid, 2);
    return where(valid, x, nan);
  };
  MemberForecast result{where_valid(said.forecast, 2), {}, {}};
  if (said.quantiles) result.quantiles = where_valid(*said.quantiles, 3);
  if (said.probabilities) result.probabilities = where_valid(*said.probabilities, 3);
  return result;
}

/// Weighted sums over the members that forecast, in float64 as combine() has them.
class Sum {
 public:
  /// x [B, L] or [B, L, n]; what it says where `there` is false is not looked at.
  void add(graph::Value x, graph::Value there, graph::Value weight) {
    const auto part = where(there, cast(x, graph::DataType::float64) * weight, 0.0);
    total_ = total_ ? *total_ + part : part;
  }
  bool empty() const { return !total_; }
  graph::Value total() const { return *total_; }

 private:
  std::optional<graph::Value> total_;
};

/// Members that forecast, by lead time; and what they say together.
struct Combined {
  Sum weight, value, band_weight, below, above, probability;

  void add(const MemberForecast& member, const std::vector<double>& weights);
};

void Combined::add(const MemberForecast& member, const std::vector<double>& weights) {
  auto& graph = member.forecast.graph();
  const auto leads = std::ssize(weights);
  const auto share = graph.constant(weights, {1, leads});
  const auto ones = cast(member.forecast * 0.0, graph::DataType::float64) + 1.0;
  const auto there = !is_nan(member.forecast - member.forecast);  // infinity less itself is NaN
  weight.add(ones, there, share);
  value.add(member.forecast, there, share);
  if (member.quantiles) {
    const auto quantile = [&](std::int64_t which) { return select(*member.quantiles, 2, which); };
    band_weight.add(ones, there, share);
    below.add(quantile(1) - quantile(0), there, share);
    above.add(quantile(2) - quantile(1), there, share);
  }
  if (member.probabilities)
    probability.add(*member.probabilities, unsqueeze(there, 2), graph.constant(weights, {1, leads, 1}));
}

/// set_band() of forecasting/combine.cpp: the members' mean half-widths, or 1 nT, by the calibration.
graph::Value combined_band(const Combined& combined, graph::Value forecast,
                           const std::vector<BandCalibration>& bands) {
  auto& graph = forecast.graph();
  const auto leads = std::ssize(bands);
  const auto half_width = [&](const Sum& side, double BandCalibration::*factor) {
    std::vector<double> factors;
    for (const auto& band : bands) factors.push_back(band.*factor);
    const auto by = graph.constant(factors, {1, leads});
    if (side.empty()) return cast(by, graph::DataType::float32);
    const auto weight = combined.band_weight.total();
    const auto mean = where(less(0, weight), side.total() / weight, 1.0);
    return cast(by * mean, graph::DataType::float32);
  };
  const auto low = forecast - half_width(combined.below, &BandCalibration::below);
  const auto high = forecast + half_width(combined.above, &BandCalibration::above);
  return graph::concat({unsqueeze(low, 2), unsqueeze(forecast, 2), unsqueeze(high, 2)}, 2);
}

MemberForecast combined_forecast(const Ensemble& ensemble, const std::vector<MemberForecast>& members) {
  Combined combined;
  for (std::size_t m = 0; m < members.size(); ++m) combined.add(members[m], ensemble.members[m].weights);
  const auto weight = combined.weight.total();
  const auto forecast =
      cast(where(less(0, weight), combined.value.total() / weight, nan), graph::DataType::float32);
  MemberForecast result{forecast, {}, {}};
  if (!ensemble.bands.empty() || !combined.band_weight.empty()) {
    const std::vector<BandCalibration> none(static_cast<std::size_t>(leads_of(ensemble)));
    result.quantiles = combined_band(combined, forecast, ensemble.bands.empty() ? none : ensemble.bands);
  }
  if (!combined.probability.empty()) {
    const auto by = unsqueeze(weight, 2);
    result.probabilities = cast(combined.probability.total() / by, graph::DataType::float32);
  }
  return result;
}

}  // namespace

graph::Graph forecast_graph(const Ensemble& ensemble) {
  graph::Graph graph;
  const auto series = graph_series(graph, input_shape(ensemble), ensemble.windows().cadence);
  const auto position = wind_position(ensemble);
  std::vector<MemberForecast> members;
  for (const auto& member : ensemble.members)
    members.push_back(member_forecast(series, member.model, position));
  const bool alone = members.size() == 1 && ensemble.bands.empty();
  const auto result = alone ? members.front() : combined_forecast(ensemble, members);
  const auto leads = std::to_string(leads_of(ensemble));
  graph.output("forecast", result.forecast, {"batch", leads});
  if (result.quantiles)
    graph.output("band", *result.quantiles, {"batch", leads, std::to_string(band_levels.size())});
  if (result.probabilities)
    graph.output("probabilities", *result.probabilities, {"batch", leads, std::to_string(levels)});
  return graph;
}

}  // namespace symh
