#include "experiments/search_output.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/file.h"
#include "reporting/table_json.h"
#include "reporting/table_text.h"
#include "reporting/text_columns.h"
#include "reporting/tuning_report.h"

namespace symh {
namespace {

constexpr std::size_t shown_runs = 10;

TuningRun run_of(const Config& config, const TrialResult& result) {
  TuningRun run;
  run.trial = result.run.trial;
  run.rung = result.run.rung;
  run.epochs = result.epochs;
  run.failed = result.failed;
  run.objective = result.objective();
  run.rmse = result.rmse;
  run.relative_rmse = result.relative_rmse;
  run.samples = result.samples;
  run.seconds = result.seconds;
  run.elapsed_seconds = result.elapsed_seconds;
  for (const auto& drawn : draw_trial(config, result.run.trial)) {
    run.position.push_back(drawn.position);
    run.values.push_back(plain_value(drawn));
  }
  return run;
}

TuningRuns runs_of(const Config& config, const std::vector<TrialResult>& results) {
  TuningRuns search;
  search.title = "Search: " + config.name;
  if (!config.tune.index_age.empty())
    search.title += fmt::format(", SYM-H so late: {}", fmt::join(config.tune.index_age, ", "));
  for (const auto& range : config.tune.ranges) {
    TuningAxis axis{
        range.key, range.scale == TuneScale::log, {}, range.kind == TuneRange::Kind::duration ? "min" : ""};
    for (const auto& choice : range.choices) axis.choices.push_back(plain_value({range.key, choice, 0}));
    search.axes.push_back(std::move(axis));
  }
  for (const auto lead : config.windows.horizon) search.leads.push_back(format_duration(lead));
  for (const auto& result : results) search.runs.push_back(run_of(config, result));
  return search;
}

}  // namespace

Config tuned_config(const Config& config, const TrialResult& result) {
  auto tuned = changed_config(config, settings_of(draw_trial(config, result.run.trial)), "best trial");
  tuned.tune = {};
  tuned.name = config.name + "-tuned";
  if (result.epochs > 0) tuned.training.epochs = result.epochs;
  return tuned;
}

void write_search(const Config& config, const std::vector<TrialResult>& results,
                  const std::filesystem::path& folder) {
  write_file_atomically(folder / "trials.csv", trials_csv(config, results));
  write_file_atomically(folder / "tune.html", tuning_report(runs_of(config, results)));
  if (const auto* best = best_of(results))
    write_file_atomically(
        folder / "best.toml",
        fmt::format("# Found by symh tune: trial {} of {}, RMSE {:.4f} of that of persistence.\n{}",
                    best->run.trial, config.name, best->objective(),
                    print_config(tuned_config(config, *best))));
}

std::string search_text(const Config& config, const std::vector<TrialResult>& results) {
  auto table = run_table(best_runs(runs_of(config, results), shown_runs));
  table.brief = fmt::format("{} runs, {} failed; relative = RMSE / RMSE of persistence, mean over leads",
                            results.size(), std::ranges::count(results, true, &TrialResult::failed));
  auto text = to_text(table);
  if (const auto* best = best_of(results)) {
    if (!config.tune.index_age.empty())
      text += clip(fmt::format("\nScored as if SYM-H came so late: {} (mean over the ages).",
                               fmt::join(config.tune.index_age, ", ")),
                   text_width) +
              "\n";
    text += fmt::format("\nThe best, trial {}:\n", best->run.trial);
    for (const auto& drawn : draw_trial(config, best->run.trial))
      text += clip(fmt::format("  {} = {}", drawn.key, drawn.value), text_width) + "\n";
    if (best->epochs > 0) text += fmt::format("  training.epochs = {}\n", best->epochs);
  }
  return text;
}

nlohmann::json search_json(const Config& config, const std::vector<TrialResult>& results) {
  const auto* best = best_of(results);
  nlohmann::json json{{"runs", to_json(run_table(runs_of(config, results)))},
                      {"best_trial", best == nullptr ? nlohmann::json() : nlohmann::json(best->run.trial)}};
  if (!config.tune.index_age.empty()) json["index_age"] = config.tune.index_age;
  return json;
}

}  // namespace symh
