#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/data_flags.h"
#include "cli/results.h"
#include "cli/station_flag.h"
#include "cli/terminal_listener.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/version.h"
#include "core/writable.h"
#include "forecasting/issue.h"
#include "formats/binary/members_write.h"
#include "products/check.h"
#include "products/forecast_formats.h"
#include "products/issue_time.h"
#include "products/plausible.h"
#include "products/wind_age.h"

namespace symh {

/// How symh predict shows a forecast.
enum class Shown { table, csv, json };
template <>
inline constexpr auto choices<Shown> =
    std::to_array<Choice<Shown>>({{Shown::table, "table"}, {Shown::csv, "csv"}, {Shown::json, "json"}});

namespace cli {
namespace {

struct Options {
  std::string model, at, max_index_age, max_wind_age, output = "-", members;
  std::uint64_t seed = 1;
  Shown format = Shown::table;
  std::vector<std::string> data, stations;
  DataFlags flags;
  FallbackChoice fallback;
};

std::optional<AgeLimit> age_limit(const std::string& text, const std::string& option) {
  if (text.empty()) return std::nullopt;
  const auto limit = parse_duration(text);
  if (!limit) throw UsageError(fmt::format("{} {}: expected a duration such as 90m, 4h, 1d", option, text));
  return AgeLimit{*limit, option};
}

void write_members_of(const IssuedForecast& forecast, const std::string& output) {
  if (!forecast.trajectories)
    throw UsageError(fmt::format(
        "--members {}: '{}' gives no 5-95 % band, so it has no sample paths; name a model with bands", output,
        forecast.model));
  TemporaryFile temporary(output);
  write_members(*forecast.trajectories,
                {forecast.target, fmt::format("forecast by '{}'", forecast.model),
                 fmt::format("written by symh {} predict", version)},
                temporary);
  temporary.put_in_place();
}

ExitCode predict(const Options& options, const Common& common) {
  const auto at = optional_time(options.at, "--at");
  const auto index_limit = age_limit(options.max_index_age, "--max-age");
  const auto wind_limit = age_limit(options.max_wind_age, "--max-wind-age");
  check_writable(options.output, "--output");
  if (!options.members.empty()) check_writable(options.members, "--members");
  TerminalListener listener(common);
  std::optional<QuickIndex> estimate;
  const auto clock = at.value_or(time_of_clock()), latest = std::max(clock, time_of_clock());
  const auto read_index = series_reader(options.data, options.flags, common, listener, latest);
  const auto read = [&](const std::map<std::string, std::string>& columns) {
    auto read_series = read_index(columns);
    if (!options.stations.empty())
      estimate = add_estimates_of(options.stations, read_series, at, latest, options.flags, common, listener);
    return read_series;
  };
  const auto [model, series, warnings] = load_model_and_data(options.model, read, at, listener);
  auto forecast = issue_or_fall_back(model, series, options.fallback, at, listener, options.seed);
  if (!forecast.fallback) forecast.warnings.insert(forecast.warnings.end(), warnings.begin(), warnings.end());
  if (estimate && forecast.estimated && forecast.estimated->stations_until)
    forecast.estimated->observatories = used_at(*estimate, *forecast.estimated->stations_until);
  const auto warn = [&](const std::string& warning) {
    if (warning.empty()) return;
    listener.warn("warning: " + warning);
    forecast.warnings.push_back(warning);
  };
  warn(implausible_forecast(forecast));
  if (at) warn(issued_earlier(forecast, *at, model.ensemble.windows().cadence));
  if (index_limit) require_fresh_index(forecast, clock, *index_limit);
  if (wind_limit) require_fresh_data(forecast, clock, *wind_limit);
  const auto now = std::max(clock, forecast.issue_time);
  if (const auto passed = wind_has_passed(forecast, now); !passed.empty())
    listener.warn("warning: " + passed);
  if (!options.members.empty()) write_members_of(forecast, options.members);
  if (common.json || options.format == Shown::json)
    write_result(options.output, json_text(checked_json(forecast, now), 1) + "\n");
  else
    write_result(options.output, options.format == Shown::csv ? to_csv(forecast) : to_text(forecast, now));
  return ExitCode::done;
}

}  // namespace

void add_predict(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option(
      "--model", options->model,
      "run folder of `symh train` or name of a bundled model (see `symh models`); default: the best bundled "
      "model that the data allow");
  command->add_option("--data", options->data, "files, folders or globs")->required();
  command->add_option("--stations", options->stations,
                      "H of observatories by the minute, as `symh index` takes it: symh estimates SYM-H "
                      "since its newest value "
                      "from it. --data must hold some days of SYM-H (docs/stations.md)");
  command->add_option("--at", options->at,
                      "issue time; later data are not used (default: the newest that the data allow)");
  command->add_option("--max-age,--max-index-age", options->max_index_age,
                      "exit 4 if the newest value of the target is older than this, such as 2h");
  command->add_option(
      "--max-wind-age", options->max_wind_age,
      "exit 4 if the newest solar wind, where it bridges a late target, is older than this; else the target "
      "counts");
  add_choice(*command, "--format", options->format, "table, csv or json (default table)");
  command->add_option("--output", options->output,
                      "file to write, whole or not at all; - is stdout (default)");
  command->add_option("--members", options->members,
                      "write the sample paths, in which all chances are counted, to this file (NetCDF, CF)");
  command->add_option("--seed", options->seed, "another draw of the sample paths (default 1)")
      ->check(CLI::Range(0.0, 1e15));
  add_data_flags(*command, options->flags);
  auto* fallback =
      command->add_option("--fallback", options->fallback.model,
                          "run folder or name of the model that forecasts where solar wind is missing "
                          "(default: the bundled model of the indices)");
  command->add_flag("--no-fallback", options->fallback.none, "exit 3 where solar wind is missing")
      ->excludes(fallback);
  command->footer(
      "If the solar wind that a model needs is missing, a model of the indices alone forecasts in its place\n"
      "and the forecast says so.\n"
      "Examples:\n  symh predict --model runs/lstm --data index-files\n"
      "  symh predict --data index-files wind-files --stations observatory-files\n"
      "  symh predict --model runs/lstm --data index-files \\\n"
      "      --at 2003-11-20T12:00Z --format json\n"
      "  symh predict --data index-files wind-files --members paths.nc\n"
      "In cron:\n  symh predict --model runs/lstm --data index-files --max-age 2h \\\n"
      "      --quiet --format json --output forecast.json");
  command->callback([options, &common, &code] { code = predict(*options, common); });
}

}  // namespace cli
}  // namespace symh
