#include "centre/replay.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <thread>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/terminal_listener.h"

namespace symh::cli {
namespace {

struct Options {
  std::string config, from, to, state, every = "5m";
  double speed = 0;
};

/// Waits in short steps, so that an interrupt ends the wait.
void wait_for(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds step{200};
  for (; time > time.zero() && !DeferredInterrupt::asked(); time -= step)
    std::this_thread::sleep_for(std::min(time, step));
}

ExitCode run_replay(const Options& options, const Common& common) {
  auto config = read_centre_config(options.config);
  config.state = std::filesystem::absolute(options.state).string();
  const auto every = parse_duration(options.every);
  if (!every || *every <= Minutes{0})
    throw UsageError(fmt::format("--every {}: expected a duration such as 5m, 1h", options.every));
  const Replay how{*period_first(options.from, "--from"), *period_last(options.to, "--to"), *every,
                   options.speed};
  if (how.to < how.from)
    throw UsageError(fmt::format("--to {}: lies before --from {}", options.to, options.from));
  TerminalListener listener(common);
  const DeferredInterrupt deferred;
  const auto outcome = replay(config, how, !common.no_cache, listener, wait_for);
  listener.say(fmt::format("{} runs up to {}, {} of them failed; the page is {}", outcome.runs,
                           format_time(outcome.last), outcome.failed,
                           (std::filesystem::path(config.state) / "page" / "index.html").string()));
  listener.say(
      fmt::format("how good the forecasts were: symh verify --config {} --state {} --since {} --until {}",
                  shell_quoted(options.config), shell_quoted(options.state), format_time(how.from),
                  format_time(outcome.last)));
  if (DeferredInterrupt::asked()) return ExitCode::interrupted;
  return outcome.failed == outcome.runs ? ExitCode::failed : ExitCode::done;
}

}  // namespace

void add_replay(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command
      ->add_option("--config", options->config,
                   "TOML file of a centre; data.paths names the files of that time")
      ->required();
  command->add_option("--from", options->from, "the clock of the first run")->required();
  command->add_option("--to", options->to, "the clock of the last run")->required();
  command->add_option("--state", options->state, "a new folder for log, products and page")->required();
  command->add_option("--every", options->every, "the time between two runs (default 5m)");
  command
      ->add_option(
          "--speed", options->speed,
          "minutes of the past in one minute: 60 shows an hour a minute; 0: as fast as it can (default)")
      ->check(CLI::Range(0.0, 1e6));
  command->footer(
      "Each run sees only data stamped at or before its clock, as `symh forecast` did at that time. Nothing "
      "is\n"
      "fetched, and nobody is told of alerts: the log and the page show them. Open page/index.html of the "
      "state\n"
      "folder in a browser; it reloads itself.\n"
      "Examples:\n"
      "  symh replay --config operational.toml --state /tmp/storm --speed 60 \\\n"
      "      --from 2003-11-20 --to 2003-11-21\n"
      "  symh replay --config operational.toml --state proof --every 30m \\\n"
      "      --from 2003-11-20 --to 2003-11-21");
  command->callback([options, &common, &code] { code = run_replay(*options, common); });
}

}  // namespace symh::cli
