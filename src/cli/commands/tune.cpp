#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <memory>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/log.h"
#include "cli/support.h"
#include "core/file.h"
#include "experiments/train_run.h"
#include "experiments/tune_output.h"
#include "experiments/tune_search.h"
#include "job/same_config.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string config, output, budget;
  std::vector<std::string> settings;
  bool resume = false, overwrite = false;
};

/// `90s`, or a duration as everywhere; nothing where none was given.
std::optional<double> budget_seconds(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto minutes = parse_duration(text)) return 60.0 * static_cast<double>(minutes->count());
  int seconds = 0;
  const auto* last = text.data() + text.size() - 1;
  const auto [end, error] = std::from_chars(text.data(), last, seconds);
  if (error == std::errc{} && end == last && *last == 's' && seconds > 0) return seconds;
  throw UsageError(fmt::format("--budget {}: expected a duration such as 2h, 30m or 90s", text));
}

/// The configuration that a search must have begun with to be resumed.
Config searched_config(Config config) {
  config.training.jobs = 0;  // how many run at once changes nothing
  return config;
}

fs::path prepare_folder(const Options& options, const Config& config) {
  fs::path folder =
      options.output.empty() ? fs::path("runs") / (config.name + "-tune") : fs::path(options.output);
  const auto job = folder / "tune.toml";
  if (fs::exists(job) && !options.resume && !options.overwrite)
    throw UsageError(
        fmt::format("{}: holds a search already; go on with --resume, replace it with --overwrite, or choose "
                    "another --output",
                    folder.string()));
  if (fs::exists(job) && !options.overwrite)
    require_same(parse_config(read_file(job), job.string()), searched_config(config), job.string(),
                 "resume with the same file and settings, or search into a new folder with --output");
  check_writable((folder / "trials.csv").string(), "--output");
  if (options.overwrite) {
    for (const auto* old : {"trials", "trials.csv", "best.toml", "tune.html"}) fs::remove_all(folder / old);
  }
  write_file_atomically(job, print_config(searched_config(config)));
  return folder;
}

std::vector<TrialResult> earlier_results(const fs::path& folder, const Config& config) {
  const auto path = folder / "trials.csv";
  if (!fs::exists(path)) return {};
  auto results = read_trials_csv(read_file(path), path.string(), config);
  spdlog::info("{} runs are done already", results.size());
  return results;
}

std::string resume_command(const Options& options, const fs::path& folder) {
  auto command = "symh tune --config " + shell_quoted(options.config);
  for (const auto& setting : options.settings) command += " --set " + shell_quoted(setting);
  if (!options.budget.empty()) command += " --budget " + options.budget;
  return command + " --output " + shell_quoted(folder.string()) + " --resume";
}

ExitCode tune(const Options& options, const Common& common) {
  SearchOptions search_options;
  search_options.started = std::chrono::steady_clock::now();
  search_options.budget_seconds = budget_seconds(options.budget);
  const auto config = read_config(options.config, options.settings);
  check_search(config, search_options.budget_seconds.has_value());
  const auto folder = search_options.folder = prepare_folder(options, config);
  auto results = earlier_results(folder, config);
  spdlog::default_logger()->sinks().push_back(log_file_sink(folder / "tune.log", "--output"));
  exit_five_on_interrupt();
  nlohmann::json provenance;
  const auto series = load_training_series(config, provenance, common);
  const auto outcome = search(config, series, search_options, std::move(results), common);
  if (outcome.interrupted) {
    spdlog::warn("interrupted; go on with: {}", resume_command(options, folder));
    return ExitCode::interrupted;
  }
  if (best_of(outcome.results) == nullptr)
    throw RunError("the budget was spent before a trial was done; go on with more --budget and --resume");
  print_result(common.json ? search_json(config, outcome.results).dump(1)
                           : search_text(config, outcome.results));
  spdlog::info("these scores chose the settings and so flatter them: verify on data that tune has not seen");
  spdlog::info("train the best: symh train --config {}", shell_quoted((folder / "best.toml").string()));
  return ExitCode::done;
}

}  // namespace

void add_tune(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("--config", options->config, "TOML file with ranges in [tune.range]")->required();
  command
      ->add_option("--set", options->settings,
                   "KEY=VALUE over the file, such as training.epochs=3; repeatable")
      ->expected(1)
      ->take_all();
  command->add_option("--budget", options->budget,
                      "time for the whole search, such as 2h, what --resume goes on from included; needed "
                      "unless tune.trials is set");
  command->add_option("--output", options->output, "folder of the search (default runs/NAME-tune)");
  command->add_flag("--resume", options->resume, "go on with the search in the folder");
  command->add_flag("--overwrite", options->overwrite, "replace the search that is there");
  command->footer(
      "Random search with successive halving: every drawn configuration is trained for\n"
      "tune.minimum_epochs, the best one in tune.halving_rate goes on, up to training.epochs. The\n"
      "score is RMSE over that of persistence, of the validation part or, with folds, out of fold.\n"
      "The folder gets trials.csv, tune.html and best.toml, the best so far, which train takes.\n\n"
      "Examples:\n  symh tune --config configs/tune-storms-l1.toml --budget 2h\n"
      "  symh tune --config configs/tune-storms-l1.toml --budget 4h --resume\n"
      "Ctrl-C exits 5; the same command with --resume goes on to the same trials.");
  command->callback([options, &common, &code] { code = tune(*options, common); });
}

}  // namespace symh::cli
