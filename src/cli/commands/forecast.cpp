#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "centre/alerting.h"
#include "centre/centre.h"
#include "centre/record/state.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/file_lock.h"

namespace symh::cli {
namespace {

struct Options {
  std::string config, at;
  bool test_alerts = false, time_limit = false;
};

ExitCode forecast(const Options& options, const Common& common) {
  auto config = read_centre_config(options.config);
  if (options.time_limit) {
    write_result("-", fmt::format("{}\n", time_limit(config).count()));
    return ExitCode::done;
  }
  read_webhook(config.alerts);
  const auto clock = time_of_clock();
  const auto now = optional_time(options.at, "--at").value_or(clock);
  exit_on_interrupt("the next run continues");
  TerminalListener listener(common);
  if (options.test_alerts) return test_alerts(config.alerts, now, listener);
  const auto state = state_folder(config.state), lock = state / "lock";
  require_own(state, ::geteuid());
  const FileLock alone(lock, fmt::format("{}: cannot be opened; may this user write there?", lock.string()),
                       fmt::format("{}: another run is still at work; this one ends", lock.string()));
  return Centre(config, now, clock, !common.no_cache, listener).run();
}

}  // namespace

void add_forecast(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("--config", options->config, "TOML file such as configs/operational.toml")->required();
  command->add_option("--at", options->at,
                      "replay old data: the clock of this run (default: now); later data are not used");
  command->add_flag("--test-alerts", options->test_alerts,
                    "deliver an invented alert and change nothing else");
  command->add_flag("--time-limit", options->time_limit,
                    "print how many seconds a run may take, and do nothing else");
  command->footer(
      "If a step fails, its last good output stays, the failure is logged and sets the exit code; later\n"
      "steps still run.\n"
      "Examples:\n  symh forecast --config /etc/symh/operational.toml\n"
      "  symh forecast --config operational.toml --test-alerts\n"
      "In cron:\n  */5 * * * * symh forecast --config /etc/symh/operational.toml --quiet");
  command->callback([options, &common, &code] { code = forecast(*options, common); });
}

}  // namespace symh::cli
