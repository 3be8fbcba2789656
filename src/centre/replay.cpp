#include "centre/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "centre/centre.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t faults_shown = 5;

/// Passes on what the runs warn of, but not each step of each run.
class RunsListener : public Listener {
 public:
  explicit RunsListener(Listener& to) : to_(to) {}
  void warn(const std::string& line) override { to_.say_more(line); }
  void fail(const std::string& line) override {
    if (++faults_ <= faults_shown)
      to_.warn(line);
    else
      to_.say_more(line);
  }

 private:
  Listener& to_;
  std::size_t faults_ = 0;
};

void require_fresh_state(const std::string& state) {
  if (state.empty()) throw UsageError("a replay needs a state folder of its own; name one with --state");
  if (fs::exists(state) && !fs::is_empty(state))
    throw UsageError(fmt::format(
        "{}: is not empty; a replay starts from nothing, so name a new folder with --state", state));
}

}  // namespace

ReplayOutcome replay(CentreConfig config, const Replay& how, bool use_cache, Listener& listener,
                     const Wait& wait) {
  require_fresh_state(config.state);
  if (config.data.paths.empty())
    throw UsageError(
        "data.paths names no files: a replay fetches nothing, so name the files of that time there");
  config.fetch.sources.clear();
  config.alerts.command.clear();
  config.alerts.webhook.clear();
  RunsListener quiet(listener);
  const auto machine_now = std::max(how.to, std::chrono::floor<Minutes>(std::chrono::system_clock::now()));
  const auto begun = std::chrono::steady_clock::now();
  ReplayOutcome outcome;
  for (auto now = how.from; now <= how.to && !listener.stop_asked(); now += how.every) {
    if (how.speed > 0) {
      const auto due = std::chrono::duration<double, std::ratio<60>>(
          static_cast<double>((now - how.from).count()) / how.speed);
      const auto ahead = due - (std::chrono::steady_clock::now() - begun);
      if (ahead.count() > 0) wait(std::chrono::ceil<std::chrono::milliseconds>(ahead));
    }
    const auto code = Centre(config, now, machine_now, use_cache, quiet).run();
    ++outcome.runs;
    outcome.last = now;
    if (code != ExitCode::done) ++outcome.failed;
    const auto whole = static_cast<double>((how.to - how.from + how.every).count());
    listener.progress("replay", static_cast<double>((now - how.from + how.every).count()) / whole,
                      format_time(now));
  }
  listener.progress_ended();
  return outcome;
}

}  // namespace symh
