#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/support.h"
#include "core/file.h"
#include "core/version.h"
#include "experiments/jobs.h"
#include "experiments/kinds.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "forecasting/weigh.h"
#include "reporting/evaluation_report.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "verification/forecasts_csv.h"
#include "verification/periods.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string config, output, from, until, every = "1y";
  std::vector<std::string> settings;
  int bootstrap = 500;
  bool resume = false, overwrite = false;
};

/// The distance between origins: calendar years, or a duration.
struct Step {
  int years = 0;
  Minutes duration{0};
};

Step parse_step(const std::string& text) {
  Step step;
  const char* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, step.years);
      read.ec == std::errc{} && step.years > 0 && std::string_view(read.ptr, end) == "y")
    return step;
  const auto duration = parse_duration(text);
  if (!duration)
    throw UsageError(fmt::format("--every {}: expected years or a duration, such as 1y, 90d", text));
  return {0, *duration};
}

/// The origin that is `count` steps after the first; a 29 February becomes the 28th where there is none.
Time origin_after(Time first, const Step& step, int count) {
  if (step.years == 0) return first + count * step.duration;
  const auto midnight = std::chrono::floor<std::chrono::days>(first);
  auto day = std::chrono::year_month_day{midnight} + std::chrono::years{step.years * count};
  if (!day.ok()) day = day.year() / day.month() / std::chrono::last;
  return std::chrono::sys_days{day} + (first - midnight);
}

/// The origins and, last, the end of the last period.
std::vector<Time> bounds_of(Time first, const Step& step, Time until) {
  if (first >= until)
    throw UsageError(
        fmt::format("--from {} is not before the end, {}", format_time(first), format_time(until)));
  std::vector<Time> bounds;
  for (int k = 0; bounds.empty() || bounds.back() < until; ++k)
    bounds.push_back(std::min(until, origin_after(first, step, k)));
  return bounds;
}

/// The kinds with a fold an origin; the first fits the baselines.
std::vector<Kind> load_origins(const Options& options, const Config& config, nlohmann::json& provenance,
                               const Common& common) {
  const auto first = require_time(options.from, "--from");
  const auto until = optional_time(options.until, "--until");
  const auto step = parse_step(options.every);
  auto kinds = load_kinds(config, provenance, common, [&](const Kind& kind) {
    const auto& grid = kind.prepared->grid;
    const Time end = std::min(until.value_or(Time::max()), grid.last_time() + grid.cadence);
    return make_origin_folds(*kind.prepared, kind.rows, bounds_of(first, step, end),
                             kind.config.split.validation_fraction,
                             effective_embargo(kind.config.split, kind.config.windows));
  });
  kinds.front().with_baselines = true;
  return kinds;
}

/// The forecasts of one kind for one part of one fold.
ForecastTable forecasts_of(const Kind& kind, std::size_t fold, const fs::path& folder, FoldData data) {
  std::vector<ForecastTable> starts;
  for (const auto& run : runs_of(kind))
    if (run.fold == fold) starts.push_back(read_forecasts(run, folder / run.name(), data));
  return mean_of_starts(kind, std::move(starts));
}

/// The forecasts for the period after one origin: the kinds weighed, and the band calibrated, on the fold's
/// validation part.
ForecastTable forecast_period(const Config& config, const std::vector<Kind>& kinds, std::size_t fold,
                              const fs::path& folder) {
  const auto tables_of = [&](FoldData data) {
    std::vector<ForecastTable> tables;
    for (const auto& kind : kinds) tables.push_back(forecasts_of(kind, fold, folder, data));
    return tables;
  };
  auto validation = tables_of(FoldData::validation);
  auto weighed = weigh(config.name, validation);
  for (const auto& lead : combine(weighed, std::move(validation)).leads)
    weighed.bands.push_back(calibrate_band(lead));
  return combine(weighed, tables_of(FoldData::as_measured));
}

struct Backtest {
  ForecastTable table;
  std::vector<PeriodScores> periods;
};

Backtest gather(const Config& config, const std::vector<Kind>& kinds, const fs::path& folder) {
  Backtest result;
  const auto& folds = kinds.front().folds;
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    const auto table = forecast_period(config, kinds, fold, folder);
    const auto& span = folds[fold].left_out_spans.front();
    VerifyOptions no_intervals;
    no_intervals.bootstrap_samples = 0;
    result.periods.push_back({span.first, span.last + Minutes{1}, folds[fold].train.size(),
                              folds[fold].validation.size(), verify(table, no_intervals)});
    append(result.table, table);
  }
  label_storms(result.table, *kinds.front().prepared);
  return result;
}

fs::path prepare_folder(const Options& options, const Config& config) {
  fs::path folder =
      options.output.empty() ? fs::path("runs") / (config.name + "-backtest") : fs::path(options.output);
  if (fs::exists(folder / "origins") && !options.resume && !options.overwrite)
    throw UsageError(
        fmt::format("{}: holds a backtest already; go on with --resume, replace it with "
                    "--overwrite, or choose another --output",
                    folder.string()));
  check_writable((folder / "metrics.json").string(), "--output");
  if (!options.resume) fs::remove_all(folder / "origins");
  return folder;
}

void check(const Config& config) {
  if (config.model.task != Task::regression)
    throw UsageError("a backtest is of forecasts in nT; set model.task = \"regression\"");
  if (!config.data.validation.empty())
    spdlog::warn("note: data.validation is not used: each origin validates on the last part of its past");
}

ExitCode backtest(const Options& options, const Common& common) {
  const auto config = read_config(options.config, options.settings);
  check(config);
  check_device(config.training, /*in_jobs=*/true);
  const auto folder = prepare_folder(options, config);
  exit_five_on_interrupt();
  at::set_num_threads(1);
  nlohmann::json provenance{{"symh_version", version}};
  const auto kinds = load_origins(options, config, provenance["data"], common);
  train_all(kinds, config, folder / "origins", common);
  const auto result = gather(config, kinds, folder / "origins");
  VerifyOptions verify_options;
  verify_options.bootstrap_samples = options.bootstrap;
  const auto pooled = verify(result.table, verify_options);
  auto metrics = to_json(pooled);
  metrics["periods"] = to_json(result.periods);
  metrics["provenance"] = provenance;
  write_file_atomically(folder / "config.toml", print_config(config, true));
  write_file_atomically(folder / "forecasts.csv", forecasts_csv(result.table));
  write_file_atomically(folder / "metrics.json", metrics.dump(1) + "\n");
  write_file_atomically(folder / "report.html", evaluation_report(result.table, pooled, result.periods));
  print_result(common.json ? metrics.dump(1) : to_text(result.periods, pooled) + "\n" + to_text(pooled));
  spdlog::info("backtest folder: {}", folder.string());
  return ExitCode::done;
}

}  // namespace

void add_backtest(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("--config", options->config, "TOML file, as for train; data.train names the years")
      ->required();
  command->add_option("--from", options->from, "first origin: what is before it trains the first models")
      ->required();
  command->add_option("--until", options->until, "end of the last period (default: of the data)");
  command->add_option("--every", options->every, "from origin to origin: 1y, 90d (default 1y)");
  command->add_option("--set", options->settings, "KEY=VALUE over the file; repeatable")
      ->expected(1)
      ->take_all();
  command->add_option("--output", options->output, "folder (default runs/NAME-backtest)");
  command->add_option("--bootstrap", options->bootstrap, "resamplings of day blocks for the 95 % intervals")
      ->check(CLI::Range(0, 100000));
  command->add_flag("--resume", options->resume, "train only the origins that are not done");
  command->add_flag("--overwrite", options->overwrite, "replace the backtest that is there");
  command->footer(
      "At each origin the models and the fitted baselines are trained on what lies before it, less an "
      "embargo of\n"
      "at least lookback + longest lead time; the last split.validation_fraction of this past chooses the "
      "best\n"
      "epoch, the weights of the members and the width of the band. They forecast up to the next origin; "
      "all\n"
      "periods together are scored as evaluate does.\n"
      "Example:\n  symh backtest --config configs/indices.toml --from 2015-01-01 --every 1y\n"
      "Ctrl-C exits 5; the same command with --resume goes on.");
  command->callback([options, &common, &code] { code = backtest(*options, common); });
}

}  // namespace symh::cli
