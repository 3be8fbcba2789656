#include "experiments/search_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/file.h"
#include "reporting/text_columns.h"
#include "reporting/tuning_report.h"

namespace symh {
namespace {

constexpr std::size_t shown_runs = 10, shown_leads = 4;

TuningRuns report_of(const Config& config, const std::vector<TrialResult>& results) {
  TuningRuns search;
  search.title = "Search: " + config.name;
  for (const auto& range : config.tune.ranges) {
    TuningAxis axis{range.key + (range.kind == TuneRange::Kind::duration ? " [min]" : ""),
                    range.scale == TuneScale::log,
                    {}};
    for (const auto& choice : range.choices) axis.choices.push_back(plain_value({range.key, choice, 0}));
    search.axes.push_back(std::move(axis));
  }
  for (const auto& result : results) {
    TuningRun run{result.run.trial, result.epochs, result.objective(), result.elapsed_seconds, {}, {}};
    for (const auto& drawn : draw_trial(config, result.run.trial)) {
      run.position.push_back(drawn.position);
      run.values.push_back(plain_value(drawn));
    }
    search.runs.push_back(std::move(run));
  }
  return search;
}

std::string columns(const Config& config) {
  auto line = fmt::format("{:>6}{:>8}{:>10}", "trial", "epochs", "relative");
  for (std::size_t l = 0; l < std::min(shown_leads, config.windows.horizon.size()); ++l)
    line += fmt::format("{:>12}", "RMSE " + format_duration(config.windows.horizon[l]));
  return line + fmt::format("{:>8}", "s");
}

std::string row(const TrialResult& result) {
  auto line =
      cell(static_cast<std::size_t>(result.run.trial), 6) +
      (result.epochs > 0 ? cell(static_cast<std::size_t>(result.epochs), 8) : fmt::format("{:>8}", "-")) +
      cell(result.objective(), 10, 4);
  for (std::size_t l = 0; l < std::min(shown_leads, result.rmse.size()); ++l)
    line += cell(result.rmse[l], 12, 3);
  return line + cell(result.seconds, 8, 1);
}

std::size_t count_failed(const std::vector<TrialResult>& results) {
  return static_cast<std::size_t>(std::ranges::count(results, true, &TrialResult::failed));
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
  write_file_atomically(folder / "tune.html", tuning_report(report_of(config, results)));
  if (const auto* best = best_of(results))
    write_file_atomically(
        folder / "best.toml",
        fmt::format("# Found by symh tune: trial {} of {}, RMSE {:.4f} of that of persistence.\n{}",
                    best->run.trial, config.name, best->objective(),
                    print_config(tuned_config(config, *best))));
}

std::string search_text(const Config& config, const std::vector<TrialResult>& results) {
  std::vector<const TrialResult*> ranked;
  for (const auto& result : results)
    if (!result.failed) ranked.push_back(&result);
  std::ranges::stable_sort(ranked, {}, [](const TrialResult* result) { return result->objective(); });
  auto text =
      fmt::format("{} runs, {} failed; relative = RMSE / RMSE of persistence, mean over leads\n{}\n{}\n",
                  results.size(), count_failed(results), columns(config), std::string(text_width, '-'));
  for (std::size_t i = 0; i < std::min(shown_runs, ranked.size()); ++i) text += row(*ranked[i]) + "\n";
  if (const auto* best = best_of(results)) {
    text += fmt::format("\nThe best, trial {}:\n", best->run.trial);
    for (const auto& drawn : draw_trial(config, best->run.trial))
      text += clip(fmt::format("  {} = {}", drawn.key, drawn.value), text_width) + "\n";
    if (best->epochs > 0) text += fmt::format("  training.epochs = {}\n", best->epochs);
  }
  return text;
}

nlohmann::json search_json(const Config& config, const std::vector<TrialResult>& results) {
  auto runs = nlohmann::json::array();
  for (const auto& result : results) {
    nlohmann::json run{{"trial", result.run.trial},
                       {"rung", result.run.rung},
                       {"epochs", result.epochs},
                       {"failed", result.failed},
                       {"objective", nullptr},
                       {"rmse", result.rmse},
                       {"relative_rmse", result.relative_rmse},
                       {"samples", result.samples},
                       {"seconds", result.seconds}};
    if (!result.failed) run["objective"] = result.objective();
    for (const auto& drawn : draw_trial(config, result.run.trial))
      run["keys"][drawn.key] = plain_value(drawn);
    runs.push_back(std::move(run));
  }
  const auto* best = best_of(results);
  return {{"runs", runs},
          {"best_trial", best == nullptr ? nlohmann::json() : nlohmann::json(best->run.trial)}};
}

}  // namespace symh
