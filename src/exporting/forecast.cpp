#include "exporting/forecast.h"

#include <iterator>
#include <limits>
#include <optional>

#include "exporting/inputs.h"
#include "graph/number.h"
#include "models/combination.h"
#include "models/network_forecaster.h"
#include "models/quantiles.h"
#include "physics/gap_path.h"
#include "windows/graph_index_gap.h"

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

  /// `by` [B or 1, L]: the member's weights.
  void add(const GraphForecast& member, graph::Value by) {
    const auto there = is_finite(member.value_nt);
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

  /// `factor` gives a factor of the calibration, [B or 1, L].
  template <class Factor>
  GraphForecast forecast(bool calibrated, const Factor& factor) const {
    GraphForecast result{as_channel(value_nt_.mean(nan))};
    if (has_band_ || calibrated) {
      const DepthFactors<graph::Value> depth{factor(&BandCalibration::deep),
                                             factor(&BandCalibration::deepest)};
      const auto low = band_.q05_nt(result.value_nt, factor(&BandCalibration::below), depth);
      const auto high = band_.q95_nt(result.value_nt, factor(&BandCalibration::above), depth);
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

  graph::Graph& graph_;
  std::int64_t leads_;
  WeightedMean<graph::Value> value_nt_;
  MeanBand<graph::Value> band_;
  std::optional<WeightedMean<graph::Value>> probabilities_;  ///< [B, L, 4]
  bool has_band_ = false;
};

/// Ensemble::combining for the age of each row of a batch.
class GraphCombining {
 public:
  /// `age_minutes` [B] float64; not read if the members combine alike at every age.
  GraphCombining(graph::Graph& graph, const Ensemble& ensemble, std::optional<graph::Value> age_minutes)
      : graph_(graph), leads_(std::ssize(ensemble.windows().horizon)), first_(ensemble.combining()) {
    double from = 0;
    for (const auto& late : ensemble.when_late) {
      const double to = place_of_age(static_cast<double>(late.age.count()));
      const auto place = place_of_age(*age_minutes);
      shares_.push_back(unsqueeze(limited((place - from) / (to - from), 0.0, 1.0), 1));
      later_.push_back(late.combining);
      from = to;
    }
  }

  graph::Value weights(std::size_t member) const {
    return at_age([&](const Combining& combining) { return combining.weights[member]; });
  }
  /// That of no calibration without one.
  graph::Value factor(double BandCalibration::*factor) const {
    return at_age([&](const Combining& combining) {
      std::vector<double> values(static_cast<std::size_t>(leads_), BandCalibration{}.*factor);
      for (std::size_t l = 0; l < combining.bands.size(); ++l) values[l] = combining.bands[l].*factor;
      return values;
    });
  }

 private:
  /// The numbers of the first age, and of each step to the next age as much as the age has made.
  template <class Numbers>
  graph::Value at_age(const Numbers& numbers_of) const {
    auto before = numbers_of(first_);
    auto sum = graph_.constant(before, {1, leads_});
    for (std::size_t i = 0; i < later_.size(); ++i) {
      const auto next = numbers_of(later_[i]);
      auto step = next;
      for (std::size_t l = 0; l < step.size(); ++l) step[l] -= before[l];
      sum = sum + shares_[i] * graph_.constant(step, {1, leads_});
      before = next;
    }
    return sum;
  }

  graph::Graph& graph_;
  std::int64_t leads_;
  Combining first_;
  std::vector<Combining> later_;
  std::vector<graph::Value> shares_;  ///< [B, 1]: of each step from an age to the next
};

GraphForecast combined_forecast(graph::Graph& graph, const Ensemble& ensemble,
                                const std::vector<GraphForecast>& members,
                                std::optional<graph::Value> age_minutes) {
  const GraphCombining combining(graph, ensemble, age_minutes);
  Combination combination(graph, std::ssize(ensemble.windows().horizon));
  for (std::size_t m = 0; m < members.size(); ++m) combination.add(members[m], combining.weights(m));
  return combination.forecast(!ensemble.bands.empty(),
                              [&](double BandCalibration::*factor) { return combining.factor(factor); });
}

}  // namespace

graph::Graph forecast_graph(const Ensemble& ensemble) {
  graph::Graph graph;
  const auto series = graph_series(graph, input_shape(ensemble), ensemble.windows().cadence);
  const auto position = wind_position(ensemble);
  std::optional<graph::Value> age_minutes;
  auto completed = series;
  if (!ensemble.when_late.empty()) {
    const GraphIndexGap gap(series, wind_hold_through_gap, position);
    const auto cadence_minutes = static_cast<double>(series.cadence.count());
    age_minutes = where(gap.none(), static_cast<double>(no_index_age.count()), gap.steps() * cadence_minutes);
    completed = gap.completed();
  }
  std::vector<GraphForecast> members;
  for (const auto& member : ensemble.members)
    members.push_back(member_forecast(bridges_gap(member.model.config.windows) ? series : completed,
                                      member.model, position));
  const bool alone = members.size() == 1 && ensemble.bands.empty();
  const auto result = alone ? members.front() : combined_forecast(graph, ensemble, members, age_minutes);
  const auto leads = std::to_string(ensemble.windows().horizon.size());
  graph.output("forecast", result.value_nt, {"batch", leads});
  if (result.quantiles_nt)
    graph.output("band", *result.quantiles_nt, {"batch", leads, std::to_string(band_levels.size())});
  if (result.probabilities)
    graph.output("probabilities", *result.probabilities, {"batch", leads, std::to_string(levels)});
  return graph;
}

}  // namespace symh
