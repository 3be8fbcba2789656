#include "reporting/training_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "reporting/report.h"
#include "reporting/text.h"

namespace symh {
namespace {

/// A change by less than a factor of ten over the lookback counts as flat.
constexpr double flat_within = 10.0;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::vector<double> padded(std::vector<double> values, std::size_t size) {
  values.resize(size, missing);
  return values;
}

Plot epoch_plot(const TrainingCurves& curves, const std::string& title, const std::string& y_label,
                bool log_y, const std::vector<std::pair<std::string, const std::vector<double>*>>& lines) {
  Plot plot;
  plot.title = title;
  plot.x_label = "epoch";
  plot.y_label = y_label;
  plot.log_y = log_y;
  plot.x = curves.epoch;
  for (const auto& [name, values] : lines) {
    plot.lines.push_back({.name = name, .y = padded(*values, plot.x.size())});
  }
  return plot;
}

/// Index of the smallest finite value; the size if there is none.
std::size_t smallest(const std::vector<double>& values) {
  std::size_t best = values.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && (best == values.size() || values[i] < values[best])) best = i;
  }
  return best;
}

Table training_table(const TrainingCurves& curves) {
  const auto validation = padded(curves.validation_loss, curves.epoch.size());
  const auto train = padded(curves.train_loss, curves.epoch.size());
  Table table{"Summary",
              {{},
               {.title = "Epoch", .decimals = needed_digits},
               {.title = "Training loss", .decimals = 5},
               {.title = "Validation loss", .decimals = 5}},
              {}};
  const auto add = [&](const char* name, std::size_t i) {
    table.rows.push_back({name, curves.epoch[i], train[i], validation[i]});
  };
  const auto best = smallest(validation);
  if (best < curves.epoch.size()) add("Best validation loss", best);
  add("Last epoch", curves.epoch.size() - 1);
  return table;
}

/// The order of lags from near to far.
std::vector<std::size_t> by_lag(const std::vector<int>& lag) {
  std::vector<std::size_t> order(lag.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return lag[a] < lag[b]; });
  return order;
}

void require_valid(const GradientProfile& profile) {
  const bool fits = profile.norm.size() == profile.epochs.size() &&
                    std::all_of(profile.norm.begin(), profile.norm.end(),
                                [&](const auto& norm) { return norm.size() == profile.lag.size(); });
  if (!fits) throw std::invalid_argument("gradient profile: norm must be [epoch][lag]");
}

Plot gradient_plot(const GradientProfile& profile) {
  Plot plot;
  plot.title = "Gradient norm against lag";
  plot.x_label = "lag [samples before the forecast]";
  plot.y_label = "gradient norm";
  plot.log_y = true;
  const auto order = by_lag(profile.lag);
  for (const auto i : order) plot.x.push_back(profile.lag[i]);
  for (std::size_t epoch = 0; epoch < profile.epochs.size(); ++epoch) {
    PlotLine line{.name = profile.epochs[epoch], .y = {}};
    for (const auto i : order) line.y.push_back(profile.norm[epoch][i]);
    plot.lines.push_back(std::move(line));
  }
  return plot;
}

std::string reading(double ratio) {
  if (!std::isfinite(ratio)) return "unknown";
  if (ratio > flat_within) return "rises (exploding)";
  return ratio < 1 / flat_within ? "falls (vanishing)" : "flat (memory kept)";
}

Table gradient_table(const GradientProfile& profile) {
  auto table =
      page_table("From the first lag to the last",
                 {"Epoch", "First lag", "Last lag", "Ratio last/first", "Factor a sample", "Reading"});
  table.columns[4].decimals = 4;
  if (profile.lag.empty()) return table;
  const auto order = by_lag(profile.lag);
  const auto first = order.front(), last = order.back();
  const double samples = profile.lag[last] - profile.lag[first];
  for (std::size_t epoch = 0; epoch < profile.epochs.size(); ++epoch) {
    const auto& norm = profile.norm[epoch];
    const double ratio = norm[first] > 0 ? norm[last] / norm[first] : missing;
    const double factor = samples > 0 ? std::pow(ratio, 1 / samples) : missing;
    table.rows.push_back(
        {profile.epochs[epoch], fmt::format("{}", profile.lag[first]), fmt::format("{}", profile.lag[last]),
         std::isfinite(ratio) ? fmt::format("{:.3g}", ratio) : cell(missing), factor, reading(ratio)});
  }
  return table;
}

}  // namespace

std::string training_report(const TrainingCurves& curves) {
  Report report(curves.title);
  if (curves.epoch.empty()) {
    report.paragraph("No epoch was finished.");
    return report.html();
  }
  report.paragraph(
      "When the validation loss rises while the training loss still falls, the model learns its training "
      "data by heart; the epoch with the best validation loss is the one to keep.");
  report.table(training_table(curves));
  report.plot(epoch_plot(curves, "Loss", "loss", true,
                         {{"training", &curves.train_loss}, {"validation", &curves.validation_loss}}));
  if (!curves.learning_rate.empty()) {
    report.plot(epoch_plot(curves, "Learning rate", "learning rate", true,
                           {{"learning rate", &curves.learning_rate}}));
  }
  if (!curves.clipped_share.empty()) {
    report.plot(epoch_plot(curves, "Clipped gradients", "share of batches", false,
                           {{"clipped share", &curves.clipped_share}}));
  }
  return report.html();
}

std::string gradient_report(const GradientProfile& profile) {
  require_valid(profile);
  Report report(profile.title);
  report.paragraph(
      "The plot shows how much the loss still feels what the network saw so many samples before the "
      "forecast. The scale is logarithmic: a straight line that falls is an exponential decay, the vanishing "
      "gradient, and the network cannot learn from so far back; a line that rises is the exploding gradient, "
      "which makes training unstable and which clipping holds back; a flat line means that the memory is "
      "kept.");
  report.plot(gradient_plot(profile));
  report.paragraph(
      "A ratio between 0.1 and 10 over the whole lookback is called flat. The factor a sample is the mean "
      "factor by which the norm changes with each sample further back.");
  report.table(gradient_table(profile));
  return report.html();
}

}  // namespace symh
