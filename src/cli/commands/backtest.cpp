#include "experiments/backtest.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "cli/ages.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/json.h"
#include "experiments/run_folder.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string config, output, from, until, shard, every = "1y";
  std::vector<std::string> settings, index_age;
  int bootstrap = 500;
  bool resume = false, overwrite = false;
};

ExitCode backtest(const Options& options, const Common& common) {
  const auto config = read_config(options.config, options.settings);
  TerminalListener listener(common);
  const auto ages = index_ages(options.index_age);
  check_backtest(config, ages, listener);
  BacktestOptions backtest_options;
  const auto origin = period_first(options.from, "--from");
  backtest_options.from = origin ? *origin : require_time(options.from, "--from");  // refuses an empty text
  backtest_options.until = period_end(options.until, "--until");
  backtest_options.every = parse_origin_step(options.every);
  backtest_options.bootstrap_samples = options.bootstrap;
  backtest_options.index_ages = ages;
  backtest_options.use_cache = !common.no_cache;
  const auto folder = backtest_options.folder =
      options.output.empty() ? fs::path("runs") / (config.name + "-backtest") : fs::path(options.output);
  if (!options.shard.empty()) backtest_options.shard = parse_shard(options.shard, options.overwrite);
  const auto locks =
      backtest_options.shard
          ? prepare_shard_folder(folder, *backtest_options.shard)
          : ShardLocks{prepare_backtest_folder(folder, {options.resume, options.overwrite}), {}};
  exit_on_interrupt();
  const auto report = backtest(config, backtest_options, listener);
  print_result(common.json ? json_text(report.json, 1) : report.text);
  spdlog::info("backtest folder: {}", folder.string());
  return ExitCode::done;
}

}  // namespace

void add_backtest(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("--config", options->config, "TOML file as for train; data.train names all the years")
      ->required();
  command
      ->add_option("--from", options->from,
                   "first origin, a time or a year; the data before it train the first models")
      ->required();
  command->add_option("--until", options->until,
                      "end of the last period; a year includes all of it (default: end of the data)");
  command->add_option("--every", options->every, "time from origin to origin: 1y, 90d (default 1y)");
  command->add_option("--set", options->settings, "KEY=VALUE overrides the file; repeatable")
      ->expected(1)
      ->take_all();
  command->add_option("--output", options->output, "folder (default runs/NAME-backtest)");
  command->add_option("--bootstrap", options->bootstrap, "resamplings of day blocks for the 95 % intervals")
      ->check(CLI::Range(0, 100000));
  command
      ->add_option("--index-age", options->index_age,
                   "score the periods as if SYM-H came so late, every half hour: one age, or a list such as "
                   "0,3h,24h,none for a table by age; the solar wind is in time")
      ->delimiter(',');
  command->add_flag("--resume", options->resume, "train only the origins that are not finished");
  command->add_flag("--overwrite", options->overwrite, "replace the backtest in the folder");
  command->add_option("--shard", options->shard, "I/N: train only every N-th model from the I-th on");
  command->footer(
      "At each origin the models and the fitted baselines are trained on the data before it, less an "
      "embargo\n"
      "of at least lookback + longest lead time. The last split.validation_fraction of these data chooses\n"
      "the best epoch, the weights of the members and the width of the band. The models forecast up to the\n"
      "next origin; all periods together are scored as evaluate scores them.\n"
      "Examples:\n  symh backtest --config configs/indices.toml --from 2015-01-01 --every 1y\n"
      "  symh backtest --config configs/storms-l1.toml --from 2015-01-01 \\\n"
      "      --index-age 0,3h,24h\n"
      "N processes can share the models: start each with another --shard, 1/N to N/N. They may run on\n"
      "several machines if all see the folder. Then --resume without --shard scores the periods.\n"
      "Ctrl-C exits with 5; the same command with --resume continues.");
  command->callback([options, &common, &code] { code = backtest(*options, common); });
}

}  // namespace symh::cli
