#include "reporting/tuning_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <stdexcept>

#include "reporting/report.h"
#include "reporting/text.h"

namespace symh {
namespace {

constexpr std::size_t shown_runs = 15;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr const char* objective_label = "RMSE / RMSE of persistence";

void require_valid(const TuningRuns& search) {
  for (const auto& run : search.runs)
    if (run.position.size() != search.axes.size() || run.values.size() != search.axes.size())
      throw std::invalid_argument("tuning report: a run needs a position and a value for each key");
}

std::string epochs_name(std::int64_t epochs) {
  if (epochs == 0) return "fitted in one step";
  return epochs == 1 ? "1 epoch" : fmt::format("{} epochs", epochs);
}

/// Indices of the runs that did not fail, sorted by `key`.
template <class Key>
std::vector<std::size_t> scored_by(const TuningRuns& search, Key key) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < search.runs.size(); ++i)
    if (std::isfinite(search.runs[i].objective)) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return key(search.runs[a]) < key(search.runs[b]); });
  return order;
}

/// The largest objective to draw: twice the median, as one diverged run would flatten all others.
double worst_drawn(const TuningRuns& search) {
  const auto order = scored_by(search, [](const TuningRun& run) { return run.objective; });
  return order.empty() ? missing : 2 * search.runs[order[order.size() / 2]].objective;
}

/// Like scored_by, without the runs above worst_drawn.
template <class Key>
std::vector<std::size_t> drawn_by(const TuningRuns& search, Key key) {
  auto order = scored_by(search, key);
  const double worst = worst_drawn(search);
  std::erase_if(order, [&](std::size_t i) { return search.runs[i].objective > worst; });
  return order;
}

Table best_table(const TuningRuns& search) {
  auto table = run_table(best_runs(search, shown_runs));
  table.title = "The best runs";
  return table;
}

Plot progress_plot(const TuningRuns& search) {
  Plot plot;
  plot.title = "Best so far";
  plot.x_label = "minutes since the start";
  plot.y_label = objective_label;
  PlotLine best{.name = "best so far", .y = {}, .ink = true}, runs{.name = "run", .y = {}};
  runs.style = LineStyle::dots;
  const auto point = [&](double seconds, double best_so_far, double objective) {
    plot.x.push_back(seconds / 60);
    best.y.push_back(best_so_far);
    runs.y.push_back(objective);
  };
  double lowest = missing;
  for (const auto i : drawn_by(search, [](const TuningRun& run) { return run.elapsed_seconds; })) {
    const auto& run = search.runs[i];
    if (run.objective < lowest) point(run.elapsed_seconds, lowest, missing);  // a vertical step
    lowest = std::fmin(lowest, run.objective);
    point(run.elapsed_seconds, lowest, run.objective);
  }
  plot.lines = {std::move(best), std::move(runs)};
  return plot;
}

/// The objective of each run against a key, in a colour for each number of epochs.
Plot axis_plot(const TuningRuns& search, std::size_t axis) {
  Plot plot;
  const auto& [key, log_scale, choices, unit] = search.axes[axis];
  plot.title = unit.empty() ? key : key + " [" + unit + "]";
  plot.x_label = plot.title;
  plot.y_label = objective_label;
  plot.log_x = log_scale;
  plot.x_names = choices;
  const auto order = drawn_by(search, [&](const TuningRun& run) { return run.position[axis]; });
  std::set<std::int64_t> epochs;
  for (const auto i : order) {
    plot.x.push_back(search.runs[i].position[axis]);
    epochs.insert(search.runs[i].epochs);
  }
  for (const auto number : epochs) {
    PlotLine line{.name = epochs_name(number), .y = {}, .style = LineStyle::dots};
    for (const auto i : order)
      line.y.push_back(search.runs[i].epochs == number ? search.runs[i].objective : missing);
    plot.lines.push_back(std::move(line));
  }
  return plot;
}

std::string counts(const TuningRuns& search) {
  std::set<std::int64_t> trials;
  for (const auto& run : search.runs) trials.insert(run.trial);
  const auto failed =
      std::ranges::count_if(search.runs, [](const auto& r) { return std::isnan(r.objective); });
  const auto far = std::ranges::count_if(
      search.runs, [worst = worst_drawn(search)](const auto& r) { return r.objective > worst; });
  return fmt::format("{} runs of {} trials; {} failed; {} above twice the median are not drawn.",
                     search.runs.size(), trials.size(), failed, far);
}

}  // namespace

std::string tuning_report(const TuningRuns& search) {
  require_valid(search);
  Report report(search.title);
  report.paragraph(
      "Each trial is a drawn configuration. The best of the trials with the same number of epochs are "
      "trained for more epochs. The relative RMSE is the RMSE on left-out data (the validation part, or out "
      "of fold), divided by the RMSE of persistence on the same samples and averaged over lead times: below "
      "1 is better than persistence. The search chose by these scores, so they flatter its choice; verify it "
      "on data that the search has not seen.");
  report.paragraph(counts(search));
  report.table(best_table(search));
  report.plot(progress_plot(search));
  report.heading("Against each key");
  for (std::size_t axis = 0; axis < search.axes.size(); ++axis) report.plot(axis_plot(search, axis));
  return report.html();
}

}  // namespace symh
