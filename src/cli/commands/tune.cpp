#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <memory>

#include "cli/ages.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/log.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/json.h"
#include "experiments/run_folder.h"
#include "experiments/search.h"
#include "experiments/search_output.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string config, output, budget, shard;
  std::vector<std::string> settings, index_age;
  bool resume = false, overwrite = false;
};

/// Reads `90s` or any other duration; nothing for an empty text.
std::optional<double> budget_seconds(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto minutes = parse_duration(text)) return 60.0 * static_cast<double>(minutes->count());
  int seconds = 0;
  const auto* last = text.data() + text.size() - 1;
  const auto [end, error] = std::from_chars(text.data(), last, seconds);
  if (error == std::errc{} && end == last && *last == 's' && seconds > 0) return seconds;
  throw UsageError(fmt::format("--budget {}: expected a duration such as 2h, 30m or 90s", text));
}

/// --index-age is short for --set tune.index_age=[...].
std::vector<std::string> all_settings(const Options& options) {
  auto settings = options.settings;
  if (!options.index_age.empty())
    settings.push_back(fmt::format("tune.index_age=[\"{}\"]", fmt::join(options.index_age, "\", \"")));
  return settings;
}

std::string resume_command(const Options& options, const fs::path& folder) {
  auto command = "symh tune --config " + shell_quoted(options.config);
  for (const auto& setting : options.settings) command += " --set " + shell_quoted(setting);
  if (!options.index_age.empty())
    command += fmt::format(" --index-age {}", fmt::join(options.index_age, ","));
  if (!options.budget.empty()) command += " --budget " + options.budget;
  return command + " --output " + shell_quoted(folder.string()) + " --resume";
}

ExitCode tune_shard(const Options& options, const Config& config, SearchOptions search_options,
                    const Common& common) {
  const auto shard = parse_shard(options.shard, options.overwrite);
  TerminalListener listener(common);
  const auto locks = prepare_search_shard(search_options.folder, config, shard);
  auto earlier = earlier_results(config, search_options.folder, listener);
  exit_on_interrupt();
  const auto report = search_shard(config, search_options, std::move(earlier), shard, listener);
  print_result(common.json ? json_text(report.json, 1) : report.text);
  return report.interrupted ? ExitCode::interrupted : ExitCode::done;
}

ExitCode tune(const Options& options, const Common& common) {
  SearchOptions search_options;
  search_options.started = std::chrono::steady_clock::now();
  search_options.budget_seconds = budget_seconds(options.budget);
  search_options.use_cache = !common.no_cache;
  index_ages(options.index_age);  // refuses a word that is no age
  const auto config = read_config(options.config, all_settings(options));
  check_search(config, search_options.budget_seconds.has_value());
  const auto folder =
      options.output.empty() ? fs::path("runs") / (config.name + "-tune") : fs::path(options.output);
  search_options.folder = folder;
  if (!options.shard.empty()) return tune_shard(options, config, search_options, common);
  TerminalListener listener(common);
  const auto lock = prepare_search_folder(folder, config, {options.resume, options.overwrite});
  auto earlier = earlier_results(config, folder, listener);
  spdlog::default_logger()->sinks().push_back(log_file_sink(folder / "tune.log", "--output"));
  exit_on_interrupt();
  const auto outcome = search(config, search_options, std::move(earlier), listener);
  if (outcome.interrupted) {
    spdlog::warn("interrupted; continue with: {}", resume_command(options, folder));
    return ExitCode::interrupted;
  }
  if (best_of(outcome.results) == nullptr)
    throw RunError("the budget was spent before a trial was done; continue with more --budget and --resume");
  print_result(common.json ? json_text(search_json(config, outcome.results), 1)
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
                   "KEY=VALUE overrides the file, such as training.epochs=3; repeatable")
      ->expected(1)
      ->take_all();
  command->add_option("--budget", options->budget,
                      "time limit such as 2h, including time spent before --resume; required unless "
                      "tune.trials is set");
  command
      ->add_option("--index-age", options->index_age,
                   "score each configuration as if SYM-H came so late, every half hour: one age, or a list "
                   "such as 0,3h,24h,none, whose ages count alike; overrides tune.index_age")
      ->delimiter(',');
  command->add_option("--output", options->output, "folder of the search (default runs/NAME-tune)");
  command->add_flag("--resume", options->resume, "continue the search in the folder");
  command->add_flag("--overwrite", options->overwrite, "replace the search in the folder");
  command->add_option("--shard", options->shard,
                      "I/N: run only every N-th trial, of those that can start, from the I-th on");
  command->footer(
      "Random search with successive halving: every drawn configuration is trained for\n"
      "tune.minimum_epochs; the best of every tune.halving_rate are trained further, up to\n"
      "training.epochs. The score is the RMSE divided by that of persistence, on the validation part or,\n"
      "with folds, out of fold.\n"
      "The folder gets trials.csv, tune.html and best.toml, the best configuration so far, which train "
      "takes.\n"
      "N processes can share the trials of a rung: start each with another --shard, 1/N to N/N. They may\n"
      "run on several machines if all see the folder. Then continue with --resume and without --shard.\n\n"
      "Examples:\n  symh tune --config configs/tune-storms-l1.toml --budget 2h\n"
      "  symh tune --config configs/tune-storms-l1.toml --budget 4h --resume\n"
      "  symh tune --config configs/tune-storms-l1.toml --budget 2h --index-age 3h,1d\n"
      "Ctrl-C exits with 5; the same command with --resume continues to the same trials.");
  command->callback([options, &common, &code] { code = tune(*options, common); });
}

}  // namespace symh::cli
