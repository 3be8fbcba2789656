#include "experiments/halving.h"

#include <algorithm>
#include <cmath>

namespace symh {

std::vector<std::int64_t> rung_epochs(std::int64_t minimum, std::int64_t maximum, std::int64_t rate) {
  std::vector<std::int64_t> epochs{maximum};
  while (epochs.back() > minimum) epochs.push_back(std::max(minimum, epochs.back() / rate));
  std::ranges::reverse(epochs);
  return epochs;
}

std::vector<std::int64_t> best_trials(std::vector<std::pair<double, std::int64_t>> scored,
                                      std::int64_t count) {
  std::erase_if(scored, [](const auto& one) { return std::isnan(one.first); });
  std::ranges::sort(scored);
  std::vector<std::int64_t> best;
  for (const auto& [objective, trial] : scored)
    if (std::ssize(best) < count) best.push_back(trial);
  return best;
}

Halving::Halving(std::int64_t trials, std::int64_t rungs, std::int64_t rate)
    : trials_(trials), rungs_(rungs), rate_(rate), without_end_(trials == 0) {
  if (!without_end_) return;
  trials_ = 1;
  for (std::int64_t rung = 1; rung < rungs; ++rung) trials_ *= rate;
}

std::int64_t Halving::kept(std::int64_t trials) const { return std::max<std::int64_t>(1, trials / rate_); }

std::int64_t Halving::runs_of_bracket() const {
  std::int64_t runs = 0, trials = trials_;
  for (std::int64_t rung = 0; rung < rungs_; ++rung, trials = kept(trials)) runs += trials;
  return runs;
}

std::optional<TrialRun> Halving::next_of(std::int64_t bracket, const Objectives& finished,
                                         const std::set<TrialRun>& running) const {
  std::vector<std::int64_t> trials;
  for (std::int64_t i = 0; i < trials_; ++i) trials.push_back(bracket * trials_ + i);
  for (std::int64_t rung = 0; rung < rungs_; ++rung) {
    std::vector<std::pair<double, std::int64_t>> scored;
    for (const auto trial : trials) {
      const TrialRun run{trial, rung};
      if (const auto found = finished.find(run); found != finished.end())
        scored.emplace_back(found->second, trial);
      else if (!running.contains(run))
        return run;
    }
    if (scored.size() < trials.size()) return std::nullopt;
    trials = best_trials(std::move(scored), kept(std::ssize(trials)));
  }
  return std::nullopt;
}

std::optional<TrialRun> Halving::next(const Objectives& finished, const std::set<TrialRun>& running) const {
  for (std::int64_t bracket = 0;; ++bracket) {
    if (auto run = next_of(bracket, finished, running)) return run;
    if (!without_end_) return std::nullopt;
  }
}

}  // namespace symh
