#include <fmt/format.h>
#include <spdlog/sinks/sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>

#include "centre/alerting.h"
#include "centre/centre.h"
#include "centre/record/state.h"
#include "cli/commands.h"
#include "core/file.h"
#include "core/file_lock.h"
#include "cli/interrupt.h"
#include "cli/support.h"

namespace symh::cli {
namespace {

struct Options {
  std::string config, at;
  bool test_alerts = false;
};

ExitCode forecast(const Options& options, const Common& common) {
  const auto config = read_centre_config(options.config);
  const auto clock = std::chrono::floor<Minutes>(std::chrono::system_clock::now());
  const auto now = optional_time(options.at, "--at").value_or(clock);
  exit_five_on_interrupt("the next run goes on");
  if (options.test_alerts) return test_alerts(config.alerts, now);
  const auto state = state_folder(config.state), lock = state / "lock";
  require_own(state, ::geteuid());
  const FileLock alone(lock, fmt::format("{}: cannot be opened; may this user write there?", lock.string()),
                       fmt::format("{}: another run is still at work; this one ends", lock.string()));
  return Centre(config, now, common).run();
}

}  // namespace

void add_forecast(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("--config", options->config, "TOML file such as configs/operational.toml")->required();
  command->add_option("--at", options->at,
                      "the clock of this run (default: now), to replay old data: nothing later is looked at");
  command->add_flag("--test-alerts", options->test_alerts, "deliver a made-up alert, and nothing else");
  command->footer(
      "A step that fails leaves what stands, is logged and gives its exit code; the others go on.\n"
      "Examples:\n  symh forecast --config /etc/symh/operational.toml\n"
      "  symh forecast --config operational.toml --test-alerts\n"
      "In cron:\n  */5 * * * * symh forecast --config /etc/symh/operational.toml --quiet");
  command->callback([options, &common, &code] { code = forecast(*options, common); });
}

}  // namespace symh::cli
