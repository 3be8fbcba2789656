#include "experiments/search.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <thread>

#include "core/error.h"
#include "core/file.h"
#include "core/memory_budget.h"
#include "experiments/jobs.h"
#include "experiments/kinds.h"
#include "experiments/late_forecasts.h"
#include "experiments/problems_only.h"
#include "experiments/search_output.h"
#include "experiments/trial_run.h"
#include "forecasting/late_hindcast.h"
#include "models/kinds.h"
#include "series/index_age.h"
#include "training/device.h"

namespace symh {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

const TuneRange* range_of(const Config& config, const std::string& key) {
  const auto found = std::ranges::find(config.tune.ranges, key, &TuneRange::key);
  return found == config.tune.ranges.end() ? nullptr : &*found;
}

/// True if the search draws a key of the windows; otherwise every trial sees the same windows.
bool draws_windows(const Config& config) {
  return std::ranges::any_of(config.tune.ranges, [](const TuneRange& range) {
    return range.key.starts_with("windows.") || range.key.starts_with("physics.");
  });
}

/// The epochs of each rung. A model fitted in one step has no epochs, so it gets only one rung.
std::vector<std::int64_t> rungs_of(const Config& config) {
  if (fits_in_one_step(config.model.kind) && range_of(config, "model.kind") == nullptr)
    return {config.training.epochs};
  return rung_epochs(config.tune.minimum_epochs, config.training.epochs, config.tune.halving_rate);
}

class Search {
 public:
  Search(const Config& config, const JobSeries& series, const SearchOptions& options,
         std::vector<TrialResult> results, Listener& listener)
      : config_(config),
        series_(series),
        options_(options),
        results_(std::move(results)),
        rungs_(rungs_of(config)),
        halving_(config.tune.trials, std::ssize(rungs_), config.tune.halving_rate),
        listener_(listener) {
    for (const auto& result : results_) earlier_seconds_ = std::max(earlier_seconds_, result.elapsed_seconds);
    if (!draws_windows(config)) shared_ = trial_data(config, series, listener);
  }

  SearchOutcome run() {
    bool interrupted = false;
    {
      JobPool pool(listener_);
      while (!(interrupted = listener_.stop_asked()) && !out_of_time()) {
        start_runs(pool);
        if (pool.running() == 0) break;
        tell_progress();
        if (const auto end = pool.wait_for(std::chrono::milliseconds(200))) finish(*end);
      }
    }
    listener_.progress_ended();
    if (!interrupted && !out_of_time())
      fs::remove_all(options_.folder / "trials");  // no run is left to continue
    return {std::move(results_), interrupted};
  }

  RunReport run_shard(const Shard& shard) {
    std::vector<Job> jobs;
    std::set<TrialRun> next;
    const auto finished = objectives_of(results_);
    while (const auto run = halving_.next(finished, next)) {
      next.insert(*run);
      if (shard.holds(static_cast<std::size_t>(run->trial)) && !fs::exists(result_of(*run)))
        jobs.push_back({name_of(*run), [this, run = *run] { work(run); }});
    }
    const auto failed = run_each(jobs);
    RunReport report;
    report.interrupted = listener_.stop_asked();
    report.json = {{"shard", shard.number},
                   {"shards", shard.count},
                   {"runs", jobs.size()},
                   {"failed", failed},
                   {"runs_of_rung", next.size()}};
    report.text = fmt::format("shard {}: {} of the {} runs that can start are done, {} failed\n",
                              shard.text(), jobs.size() - failed, next.size(), failed);
    return report;
  }

 private:
  /// Runs all jobs, also after one has failed; returns how many failed.
  std::size_t run_each(const std::vector<Job>& jobs) {
    JobPool pool(listener_);
    std::size_t started = 0, failed = 0;
    while (!listener_.stop_asked() && (started < jobs.size() || pool.running() > 0)) {
      while (started < jobs.size() && pool.running() < jobs_at_once(config_.training.jobs))
        pool.start(jobs[started++]);
      const auto end = pool.wait_for(std::chrono::milliseconds(200));
      if (!end) continue;
      if (!end->fault.empty()) {
        listener_.warn(end->fault);
        ++failed;
      } else {
        listener_.say(end->job.name + " is done");
      }
    }
    return failed;
  }

  struct Running {
    TrialRun run;
    Clock::time_point started;
  };

  double elapsed() const { return earlier_seconds_ + seconds_since(options_.started); }
  bool out_of_time() const { return options_.budget_seconds && elapsed() >= *options_.budget_seconds; }

  std::int64_t epochs_of(TrialRun run) const { return rungs_[static_cast<std::size_t>(run.rung)]; }

  std::string name_of(TrialRun run) const {
    return fmt::format("trial {} at {} epoch{}", run.trial, epochs_of(run), epochs_of(run) == 1 ? "" : "s");
  }

  fs::path folder_of(TrialRun run) const { return options_.folder / "trials" / fmt::format("{}", run.trial); }
  fs::path result_of(TrialRun run) const { return folder_of(run) / fmt::format("rung-{}.json", run.rung); }

  bool is_fitted(std::int64_t trial) const {
    for (const auto& drawn : draw_trial(config_, trial))
      if (drawn.key == "model.kind") return fits_in_one_step(plain_value(drawn));
    return fits_in_one_step(config_.model.kind);
  }

  void start_runs(JobPool& pool) {
    while (pool.running() < jobs_at_once(config_.training.jobs)) {
      std::set<TrialRun> busy;
      for (const auto& [name, running] : running_) busy.insert(running.run);
      const auto run = halving_.next(objectives_of(results_), busy);
      if (!run) return;
      if (!is_known(*run)) start(pool, *run);
    }
  }

  /// True if a run is not needed: an interrupted search left its result, or the run would only repeat a
  /// fit.
  bool is_known(TrialRun run) {
    if (fs::exists(result_of(run))) {
      record(run, read_trial_result(result_of(run)));
      return true;
    }
    const auto before = std::ranges::find(results_, TrialRun{run.trial, run.rung - 1}, &TrialResult::run);
    if (before == results_.end() || !is_fitted(run.trial)) return false;
    auto again = *before;
    again.seconds = 0;
    record(run, std::move(again));
    return true;
  }

  void start(JobPool& pool, TrialRun run) {
    const auto name = name_of(run);
    running_[name] = {run, Clock::now()};
    pool.start({name, [this, run] { work(run); }});
  }

  /// A trial that runs away fails alone: it cannot fill the machine, nor compute longer than all cores could
  /// in the time that is left. CUDA reserves more addresses than any machine has memory.
  void limit_trial() const {
    constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max(), grace_seconds = 60;
    const bool on_cpu = choose_device(config_.training.device).is_cpu();
    const std::uint64_t cores = std::max(1U, std::thread::hardware_concurrency());
    const double left = options_.budget_seconds ? std::max(0.0, *options_.budget_seconds - elapsed()) : 0;
    limit_this_process(
        on_cpu ? machine_memory() : unlimited,
        options_.budget_seconds ? cores * (static_cast<std::uint64_t>(left) + grace_seconds) : unlimited);
  }

  /// Runs in the process of the trial.
  void work(TrialRun run) const {
    limit_trial();
    ProblemsOnly problems(listener_);
    auto trial = changed_config(config_, settings_of(draw_trial(config_, run.trial)), name_of(run));
    trial.tune = {};
    trial.tune.index_age = config_.tune.index_age;
    trial.seeds = trial.members = 1;
    trial.training.jobs = 0;  // the number of parallel jobs changes no result
    const auto data = shared_ ? *shared_ : trial_data(trial, series_, problems);
    const auto result = run_trial(trial, epochs_of(run), data, folder_of(run), problems);
    write_trial_result(result_of(run), result);
  }

  void finish(const JobEnd& end) {
    const auto running = running_.at(end.job.name);
    running_.erase(end.job.name);
    if (end.fault.empty()) {
      record(running.run, read_trial_result(result_of(running.run)));
      return;
    }
    listener_.warn(end.fault);
    TrialResult failure;
    failure.failed = true;
    failure.seconds = seconds_since(running.started);
    record(running.run, std::move(failure));
    if (best_of(results_) == nullptr && std::ssize(results_) >= halving_.trials_of_bracket())
      throw RunError("every trial failed, for the reasons above");
  }

  void record(TrialRun run, TrialResult result) {
    result.run = run;
    result.epochs = is_fitted(run.trial) ? 0 : epochs_of(run);
    result.elapsed_seconds = elapsed();
    results_.push_back(std::move(result));
    write_search(config_, results_, options_.folder);
    std::error_code ignored;
    fs::remove(result_of(run), ignored);
    fs::remove(folder_of(run), ignored);  // fails if it holds checkpoints, which stay
    tell_result(results_.back());
  }

  void tell_result(const TrialResult& result) {
    if (result.failed) return;
    const auto* best = best_of(results_);
    listener_.say(fmt::format("{}: {:.4f} of persistence in {:.1f} s; best {:.4f}, trial {}",
                              name_of(result.run), result.objective(), result.seconds, best->objective(),
                              best->run.trial));
  }

  void tell_progress() {
    const auto* best = best_of(results_);
    const auto words = best == nullptr
                           ? std::string()
                           : fmt::format("best {:.4f} (trial {})", best->objective(), best->run.trial);
    double share = options_.budget_seconds ? elapsed() / *options_.budget_seconds : 0;
    if (config_.tune.trials > 0)
      share = std::max(
          share, static_cast<double>(results_.size()) / static_cast<double>(halving_.runs_of_bracket()));
    listener_.progress(fmt::format("{} runs", results_.size()), std::min(1.0, share), words);
  }

  const Config& config_;
  const JobSeries& series_;
  const SearchOptions& options_;
  std::vector<TrialResult> results_;
  std::vector<std::int64_t> rungs_;
  Halving halving_;
  Listener& listener_;
  double earlier_seconds_ = 0;
  std::optional<TrialData> shared_;  ///< the data of all trials; nothing if they draw keys of the windows
  std::map<std::string, Running> running_;
};

}  // namespace

void check_search(const Config& config, bool has_budget) {
  if (config.tune.ranges.empty())
    throw UsageError(
        "nothing to search: name keys in [tune.range], such as \"model.units\" = {low = 16, high = 128}");
  if (!config.member.empty())
    throw UsageError("tune searches one kind of model: take the [[member]] tables out of the file");
  if (config.model.task != Task::regression)
    throw UsageError("tune compares RMSE: it needs model.task = \"regression\"");
  if (config.tune.minimum_epochs > config.training.epochs)
    throw UsageError(fmt::format("tune.minimum_epochs = {} is more than training.epochs = {}",
                                 config.tune.minimum_epochs, config.training.epochs));
  if (config.tune.trials == 0 && !has_budget)
    throw UsageError("nothing ends the search: give --budget, such as --budget 2h, or set tune.trials");
  constexpr std::size_t most_ages = 50;
  if (config.tune.index_age.size() > most_ages)
    throw UsageError(
        fmt::format("tune.index_age has {} ages; name at most {}", config.tune.index_age.size(), most_ages));
  for (const auto& word : config.tune.index_age)
    require_whole_samples("tune.index_age", parse_index_age(word, "tune.index_age"), config.windows.cadence);
  if (!config.tune.index_age.empty()) check_late_scores(config, "tune.index_age");
  const auto* kinds = range_of(config, "model.kind");
  if (kinds == nullptr) return check_kinds(config);
  for (const auto& kind : kinds->choices)
    check_kinds(changed_config(config, {"model.kind=" + kind}, "[tune.range] model.kind"));
}

std::vector<TrialResult> earlier_results(const Config& config, const fs::path& folder, Listener& listener) {
  const auto path = folder / "trials.csv";
  if (!fs::exists(path)) return {};
  auto results = read_trials_csv(read_file(path), path.string(), config);
  listener.say(fmt::format("{} runs are done already", results.size()));
  return results;
}

RunReport search_shard(const Config& config, const SearchOptions& options, std::vector<TrialResult> results,
                       const Shard& shard, Listener& listener) {
  if (config.tune.trials == 0)
    throw UsageError("--shard divides a number of trials: set tune.trials, such as --set tune.trials=64");
  const auto series = read_job_series(config, JobParts::train_and_validation, options.use_cache, listener);
  at::set_num_threads(1);  // before the first fork of a job
  return Search(config, series, options, std::move(results), listener).run_shard(shard);
}

SearchOutcome search(const Config& config, const SearchOptions& options, std::vector<TrialResult> results,
                     Listener& listener) {
  const auto series = read_job_series(config, JobParts::train_and_validation, options.use_cache, listener);
  at::set_num_threads(1);  // before the first fork of a job
  return Search(config, series, options, std::move(results), listener).run();
}

}  // namespace symh
