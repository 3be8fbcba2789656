#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "centre/fallback.h"
#include "centre/model.h"
#include "products/forecast_formats.h"
#include "cli/progress.h"
#include "cli/support.h"

namespace symh::cli {
namespace {

struct Options {
  std::string model, at, max_age, format = "table", output = "-";
  std::vector<std::string> data;
  DataFlags flags;
  FallbackFlags fallback;
};

Time now() { return std::chrono::floor<Minutes>(std::chrono::system_clock::now()); }

std::optional<Minutes> age_limit(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto limit = parse_duration(text);
  if (!limit) throw UsageError(fmt::format("--max-age {}: expected a duration such as 90m, 4h, 1d", text));
  return limit;
}

/// Throws where the target was last observed more than `limit` before `reference`.
void require_fresh(const IssuedForecast& forecast, Time reference, Minutes limit) {
  const Minutes age = reference - forecast.last_observed;
  if (age > limit)
    throw Error(ExitCode::stale,
                fmt::format("the newest usable {} is of {}, {} old; --max-age is {}: no forecast",
                            forecast.target, format_time(forecast.last_observed),
                            clock_text(60.0 * static_cast<double>(age.count())), format_duration(limit)));
}

ExitCode predict(const Options& options, const Common& common) {
  const auto at = optional_time(options.at, "--at");
  const auto limit = age_limit(options.max_age);
  check_writable(options.output, "--output");
  const auto [model, series] = load_model_and_data(options.model, options.data, options.flags, common, at);
  const auto forecast = issue_or_fall_back(model, series, options.fallback, at);
  const auto clock = at.value_or(now());
  if (limit) require_fresh(forecast, clock, *limit);
  if (common.json || options.format == "json")
    write_result(options.output, to_json(forecast, std::max(clock, forecast.issue_time)).dump(1) + "\n");
  else
    write_result(options.output, options.format == "csv" ? to_csv(forecast) : to_text(forecast));
  return ExitCode::done;
}

}  // namespace

void add_predict(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option(
      "--model", options->model,
      "run folder that `symh train` wrote, or a name that `symh models` lists; default: the best of them");
  command->add_option("--data", options->data, "files, folders or globs")->required();
  command->add_option("--at", options->at, "issue time; later data are not looked at (default: the newest)");
  command->add_option("--max-age", options->max_age, "exit 4 when the newest data are older, such as 2h");
  command->add_option("--format", options->format, "table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  command->add_option("--output", options->output, "file to write, whole or not at all; - is stdout");
  add_data_flags(*command, options->flags);
  add_fallback_flags(*command, options->fallback);
  command->footer(
      "Where the solar wind that a model needs is missing, a model of the indices alone forecasts in its "
      "place "
      "and\nthe product says so.\n"
      "Examples:\n  symh predict --model runs/lstm --data index-files\n"
      "  symh predict --model runs/lstm --data index-files --at 2003-11-20T12:00Z --format json\n"
      "In cron:\n  symh predict --model runs/lstm --data index-files --max-age 2h --quiet --format json "
      "--output forecast.json");
  command->callback([options, &common, &code] { code = predict(*options, common); });
}

}  // namespace symh::cli
