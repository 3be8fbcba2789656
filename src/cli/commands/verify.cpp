#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "centre/record/config.h"
#include "centre/record/skill.h"
#include "centre/record/state.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/results.h"
#include "core/clock.h"
#include "core/json.h"
#include "reporting/scores_json.h"

namespace symh::cli {
namespace {

struct Options {
  std::string config, state, since, until;
};

ExitCode verify_log(const Options& options, const Common& common) {
  const auto config = read_centre_config(options.config);
  const auto file =
      log_file(options.state.empty() ? state_folder(config.state) : std::filesystem::path(options.state));
  if (!std::filesystem::exists(file))
    throw DataError(
        fmt::format("{}: no forecast log yet; run `symh forecast` first, which starts it", file.string()));
  const auto clock = time_of_clock();
  const auto until = period_last(options.until, "--until").value_or(clock);
  const auto since = period_first(options.since, "--since").value_or(until - Minutes{30 * 24 * 60});
  const auto skill = operational_skill(ForecastLog(file), alert_rules(config.alerts), since, until);
  print_result(common.json ? json_text(to_json(skill), 1) : to_text(skill));
  return ExitCode::done;
}

}  // namespace

void add_verify(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("--config", options->config, "TOML file that `symh forecast` runs with")->required();
  command->add_option("--state", options->state,
                      "state folder of `symh replay` (default: that of the settings)");
  command->add_option("--since", options->since,
                      "first issue time or year (default: 30 days before --until)");
  command->add_option("--until", options->until, "last issue time or year (default: now)");
  command->footer("Example:\n  symh verify --config /etc/symh/operational.toml --since 2026-01-01");
  command->callback([options, &common, &code] { code = verify_log(*options, common); });
}

}  // namespace symh::cli
