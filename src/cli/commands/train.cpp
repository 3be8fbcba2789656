#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/sinks/sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/log.h"
#include "cli/support.h"
#include "core/file.h"
#include "core/version.h"
#include "experiments/gradients.h"
#include "experiments/jobs.h"
#include "experiments/train_ensemble.h"
#include "experiments/train_run.h"
#include "forecasting/hindcast.h"
#include "models/fitted.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "reporting/training_report.h"
#include "training/fit_on.h"
#include "verification/verify.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string config, output;
  std::vector<std::string> settings, only;
  std::string device;
  bool resume = false, overwrite = false, print_config = false, diagnose_gradients = false;
};

/// Leaves of the [[member]] tables those that --only names.
void keep_members(Config& config, const std::vector<std::string>& only) {
  if (only.empty()) return;
  std::vector<std::string> names;
  for (const auto& member : config.member) names.push_back(member.name);
  for (const auto& name : only)
    if (std::ranges::find(names, name) == names.end())
      throw UsageError(
          fmt::format("--only {}: the file has no such member; it has: {}", name, fmt::join(names, ", ")));
  std::erase_if(config.member, [&](const MemberConfig& member) {
    return std::ranges::find(only, member.name) == only.end();
  });
}

Config resolve_config(const Options& options) {
  auto settings = options.settings;
  if (!options.device.empty()) settings.push_back("training.device=" + options.device);
  auto config =
      options.config.empty() ? parse_config("", "defaults", settings) : read_config(options.config, settings);
  keep_members(config, options.only);
  return config;
}

fs::path prepare_folder(const Options& options, const Config& config) {
  fs::path folder = options.output.empty() ? fs::path("runs") / config.name : fs::path(options.output);
  if (rank_of_environment() > 0) return folder;  // the first process writes
  const bool used = fs::exists(folder / "model.json") || fs::exists(folder / "ensemble.json") ||
                    fs::exists(folder / "checkpoints") || fs::exists(folder / "folds");
  if (used && !options.resume && !options.overwrite)
    throw UsageError(
        fmt::format("{}: holds a run already; go on with --resume, replace it with --overwrite, or choose "
                    "another --output",
                    folder.string()));
  if (options.overwrite && !options.resume) fs::remove_all(folder / "checkpoints");
  check_writable((folder / "model.json").string(), "--output");
  return folder;
}

TrainingCurves curves_of(const SeedResult& seed, const std::string& title) {
  TrainingCurves curves;
  curves.title = title;
  for (const auto& r : seed.training.history) {
    curves.epoch.push_back(static_cast<double>(r.epoch));
    curves.train_loss.push_back(r.train_loss);
    curves.validation_loss.push_back(r.validation_loss);
    curves.learning_rate.push_back(r.learning_rate);
    curves.clipped_share.push_back(r.clipped_share);
  }
  return curves;
}

/// The command that goes on from the checkpoint, with every setting that made it.
std::string resume_command(const Options& options, const fs::path& folder) {
  auto command = "symh train --config " + shell_quoted(options.config);
  for (const auto& setting : options.settings) command += " --set " + shell_quoted(setting);
  if (!options.device.empty()) command += " --device " + options.device;
  for (const auto& name : options.only) command += " --only " + shell_quoted(name);
  if (options.diagnose_gradients) command += " --diagnose-gradients";
  return command + " --output " + shell_quoted(folder.string()) + " --resume";
}

/// Best validation loss over the starts; the deviation is that of a sample, 0 of a single start.
struct Spread {
  double mean = 0, deviation = 0;
};

Spread spread_of(const std::vector<SeedResult>& seeds) {
  Spread spread;
  const auto n = static_cast<double>(seeds.size());
  for (const auto& seed : seeds) spread.mean += seed.training.best_validation_loss / n;
  for (const auto& seed : seeds)
    spread.deviation += std::pow(seed.training.best_validation_loss - spread.mean, 2);
  spread.deviation = std::sqrt(spread.deviation / std::max(1.0, n - 1));
  return spread;
}

nlohmann::json starts_json(const std::vector<SeedResult>& seeds) {
  const auto spread = spread_of(seeds);
  nlohmann::json json{{"validation_loss_mean", spread.mean},
                      {"validation_loss_deviation", spread.deviation},
                      {"starts", nlohmann::json::array()}};
  for (const auto& seed : seeds)
    json["starts"].push_back({{"seed", seed.seed},
                              {"best_epoch", seed.training.best_epoch},
                              {"validation_loss", seed.training.best_validation_loss}});
  return json;
}

void tell_spread(const std::vector<SeedResult>& seeds) {
  if (seeds.size() < 2) return;
  const auto spread = spread_of(seeds);
  spdlog::info("validation loss over {} starts: {:.5f} +- {:.5f}", seeds.size(), spread.mean,
               spread.deviation);
}

nlohmann::json provenance_of(std::int64_t seed, const TrainingData& data) {
  return {{"symh_version", version},
          {"trained_at", format_time(std::chrono::floor<Minutes>(std::chrono::system_clock::now()))},
          {"seed", seed},
          {"data", data.provenance}};
}

nlohmann::json provenance_of(const std::vector<SeedResult>& seeds, const SeedResult& best,
                             const TrainingData& data) {
  auto json = provenance_of(best.seed, data);
  json["best_epoch"] = best.training.best_epoch;
  json["validation_loss"] = best.training.best_validation_loss;
  json["seeds"] = starts_json(seeds);
  return json;
}

/// Verification of the trained model on its validation part, with the baselines.
Verification verify_validation(const Model& model, const TrainingData& data) {
  const auto result = hindcast(model, *data.validation);
  return verify(result, {});
}

void write_history(const SeedResult& best, const std::string& name, const fs::path& folder) {
  write_file_atomically(folder / "history.csv", history_csv(best.training.history));
  write_file_atomically(folder / "training.html", training_report(curves_of(best, name)));
}

ExitCode finish(Model model, const TrainingData& data, const fs::path& folder, nlohmann::json training,
                const Common& common) {
  model.config.data.solar_wind_at = known_position(data.solar_wind_at, model.config);
  save_model(model, folder);
  write_file_atomically(folder / "config.toml", print_config(model.config, true));
  const auto verification = verify_validation(model, data);
  auto metrics = to_json(verification);
  metrics["training"] = std::move(training);
  write_file_atomically(folder / "metrics.json", metrics.dump(1) + "\n");
  print_result(common.json ? metrics.dump(1) : to_text(verification));
  spdlog::info("run folder: {}", folder.string());
  return ExitCode::done;
}

/// Models that are fitted at once need no epochs and no starts.
ExitCode fit(const Config& config, const TrainingData& data, const fs::path& folder, const Common& common) {
  std::vector<const Windows*> degraded;
  for (const auto& windows : data.degraded) degraded.push_back(windows.get());
  Model model{config, data.train->scaling(), nullptr, fit_baselines(config, *data.train),
              provenance_of(config.seed, data)};
  model.fitted = make_fitted(config);
  fit_on(*model.fitted, *data.train, degraded);
  return finish(std::move(model), data, folder, nlohmann::json::object(), common);
}

/// Several processes train one network together; the first speaks and writes for all.
std::unique_ptr<ProcessGroup> meet_other_processes(const Config& config, Common& common) {
  auto group = ProcessGroup::from_environment(config.training.device);
  if (group == nullptr) return group;
  if (trains_ensemble(config) || is_fitted_kind(config.model.kind))
    throw UsageError(
        "WORLD_SIZE is set, but only a single network can be trained by several processes: an ensemble "
        "already trains its members beside each other (training.jobs), and what is fitted at once needs "
        "one; unset WORLD_SIZE");
  if (group->is_first()) {
    spdlog::info("{} processes share every batch", group->size());
    return group;
  }
  common.quiet = true;
  spdlog::default_logger()->sinks().front()->set_level(spdlog::level::warn);
  return group;
}

ExitCode train(const Options& options, Common common) {
  auto config = resolve_config(options);
  if (options.print_config) {
    print_result(print_config(config, true));
    return ExitCode::done;
  }
  config.tune = {};  // ranges are for symh tune
  if (options.config.empty())
    throw UsageError("--config: name a TOML file, or see all keys with --print-config");
  check_device(config.training, trains_ensemble(config));
  check_kinds(config);
  const auto folder = prepare_folder(options, config);
  const auto group = meet_other_processes(config, common);
  const bool is_first = group == nullptr || group->is_first();
  if (is_first) spdlog::default_logger()->sinks().push_back(log_file_sink(folder / "train.log", "--output"));
  exit_five_on_interrupt();
  if (trains_ensemble(config)) {
    train_ensemble(config, folder, options.resume, common);
    spdlog::info("run folder: {}", folder.string());
    return ExitCode::done;
  }
  const auto data = load_training_data(config, common);
  if (is_fitted_kind(config.model.kind)) return fit(config, data, folder, common);
  std::vector<SeedResult> seeds;
  for (std::int64_t i = 0; i < config.seeds; ++i) {
    auto start = config;
    start.seed += i;
    seeds.push_back(
        train_seed(start, data, folder, {options.resume, options.diagnose_gradients, group.get()}, common));
    if (!seeds.back().training.interrupted) continue;
    spdlog::warn("interrupted; go on with: {}", resume_command(options, folder));
    return ExitCode::interrupted;
  }
  if (!is_first) return ExitCode::done;
  tell_spread(seeds);
  auto& best = *std::ranges::min_element(
      seeds, {}, [](const SeedResult& seed) { return seed.training.best_validation_loss; });
  write_history(best, config.name, folder);
  return finish({config, data.train->scaling(), best.network, fit_baselines(config, *data.train),
                 provenance_of(seeds, best, data)},
                data, folder, starts_json(seeds), common);
}

}  // namespace

void add_train(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("--config", options->config, "TOML file; every key: --print-config");
  command
      ->add_option("--set", options->settings,
                   "KEY=VALUE over the file, such as training.epochs=3; repeatable")
      ->expected(1)
      ->take_all();
  command->add_option("--only", options->only, "of an ensemble's [[member]] tables only this one; repeatable")
      ->expected(1)
      ->take_all();
  command->add_option("--output", options->output, "run folder (default runs/NAME)");
  command->add_option("--device", options->device, "auto, cpu or cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
  command->add_flag("--resume", options->resume, "go on from the checkpoint in the run folder");
  command->add_flag("--overwrite", options->overwrite, "replace the run that is there");
  command->add_flag("--print-config", options->print_config,
                    "print the resolved configuration with help, and stop");
  command->add_flag("--diagnose-gradients", options->diagnose_gradients,
                    "write how the gradient falls or grows with lag: gradients.html and .csv");
  command->footer(
      "Examples:\n  symh train --config configs/quickstart.toml\n"
      "  symh train --config configs/lstm.toml --set training.epochs=3 --set seeds=5 --output runs/try\n"
      "  torchrun --no-python --nproc_per_node 4 symh train --config configs/lstm.toml\n"
      "Ctrl-C saves and exits 5; the same command with --resume goes on to the same weights.\n"
      "Several processes, on one machine or many, share every batch where RANK, WORLD_SIZE, MASTER_ADDR\n"
      "and MASTER_PORT are set, as torchrun does; the run folder must be seen by all.");
  command->callback([options, &common, &code] { code = train(*options, common); });
}

}  // namespace symh::cli
