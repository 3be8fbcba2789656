#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <optional>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/log.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/json.h"
#include "experiments/kinds.h"
#include "experiments/run_folder.h"
#include "experiments/training_run.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string config, output;
  std::vector<std::string> settings, only;
  std::string device, shard;
  bool resume = false, overwrite = false, print_config = false, diagnose_gradients = false;
};

Config resolve_config(const Options& options) {
  auto settings = options.settings;
  if (!options.device.empty()) settings.push_back("training.device=" + options.device);
  auto config =
      options.config.empty() ? parse_config("", "defaults", settings) : read_config(options.config, settings);
  keep_members(config, options.only);
  return config;
}

/// The part of the models to train; nothing: all of them.
std::optional<Shard> shard_of(const Options& options, const Config& config) {
  if (options.shard.empty()) return std::nullopt;
  if (!trains_ensemble(config))
    throw UsageError("--shard divides the models of an ensemble: set folds, members or [[member]] tables");
  return parse_shard(options.shard, options.overwrite);
}

/// The command that resumes the run, with all its settings.
std::string resume_command(const Options& options, const fs::path& folder) {
  auto command = "symh train --config " + shell_quoted(options.config);
  for (const auto& setting : options.settings) command += " --set " + shell_quoted(setting);
  if (!options.device.empty()) command += " --device " + options.device;
  for (const auto& name : options.only) command += " --only " + shell_quoted(name);
  if (options.diagnose_gradients) command += " --diagnose-gradients";
  if (!options.shard.empty()) command += " --shard " + options.shard;
  return command + " --output " + shell_quoted(folder.string()) + " --resume";
}

/// Processes that train shards at the same time write logs of their own.
std::string log_name(const std::optional<Shard>& shard) {
  return shard ? fmt::format("train-{}-of-{}.log", shard->number, shard->count) : "train.log";
}

ExitCode train(const Options& options, const Common& common) {
  auto config = resolve_config(options);
  if (options.print_config) {
    print_result(print_config(config, true));
    return ExitCode::done;
  }
  if (options.config.empty())
    throw UsageError("--config: name a TOML file, or see all keys with --print-config");
  config.tune = {};  // ranges are only for symh tune
  TerminalListener listener(common);
  check_training(config, listener);
  const auto folder = options.output.empty() ? fs::path("runs") / config.name : fs::path(options.output);
  const auto shard = shard_of(options, config);
  const auto locks = shard ? prepare_shard_folder(folder, *shard)
                           : ShardLocks{prepare_run_folder(folder, {options.resume, options.overwrite}), {}};
  const auto group = meet_other_processes(config, listener);
  const bool is_first = group == nullptr || group->is_first();
  if (is_first)
    spdlog::default_logger()->sinks().push_back(log_file_sink(folder / log_name(shard), "--output"));
  exit_on_interrupt();
  const auto report =
      train(config, {folder, options.resume, options.diagnose_gradients, !common.no_cache, shard},
            group.get(), listener);
  if (report.interrupted) {
    if (is_first) spdlog::warn("interrupted; continue with: {}", resume_command(options, folder));
    return ExitCode::interrupted;
  }
  if (!is_first) return ExitCode::done;
  print_result(common.json ? json_text(report.json, 1) : report.text);
  spdlog::info("run folder: {}", folder.string());
  return ExitCode::done;
}

}  // namespace

void add_train(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("--config", options->config, "TOML file; --print-config lists every key");
  command
      ->add_option("--set", options->settings,
                   "KEY=VALUE overrides the file, such as training.epochs=3; repeatable")
      ->expected(1)
      ->take_all();
  command
      ->add_option("--only", options->only,
                   "train only this one of an ensemble's [[member]] tables; repeatable")
      ->expected(1)
      ->take_all();
  command->add_option("--output", options->output, "run folder (default runs/NAME)");
  command->add_option("--device", options->device, "auto, cpu or cuda")
      ->check(CLI::IsMember(names_of<DeviceChoice>()));
  command->add_flag("--resume", options->resume, "continue from the checkpoint in the run folder");
  command->add_flag("--overwrite", options->overwrite, "replace the run in the folder");
  command->add_option("--shard", options->shard,
                      "I/N: train only every N-th model of an ensemble from the I-th on");
  command->add_flag("--print-config", options->print_config,
                    "print the resolved configuration with help, and stop");
  command->add_flag("--diagnose-gradients", options->diagnose_gradients,
                    "write how the gradient falls or grows with lag: gradients.html and .csv");
  command->footer(
      "Examples:\n  symh train --config configs/quickstart.toml\n"
      "  symh train --config configs/lstm.toml --set training.epochs=3 \\\n"
      "      --set seeds=5 --output runs/try\n"
      "  torchrun --no-python --nproc_per_node 4 symh train --config configs/lstm.toml\n"
      "Ctrl-C saves the state and exits with 5; the same command with --resume continues to the same "
      "weights.\n"
      "N processes can share the models of an ensemble: start each with another --shard, 1/N to N/N. They\n"
      "may run on several machines if all see the run folder. Then --resume without --shard makes the\n"
      "ensemble.\n"
      "Several processes, on one machine or many, share every batch if RANK, WORLD_SIZE, MASTER_ADDR and\n"
      "MASTER_PORT are set, as torchrun sets them; all of them must see the run folder.");
  command->callback([options, &common, &code] { code = train(*options, common); });
}

}  // namespace symh::cli
