#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace symh {

/// One training: a drawn configuration and how far it is trained. Both count from 0.
struct TrialRun {
  std::int64_t trial = 0, rung = 0;
  bool operator==(const TrialRun&) const = default;
  bool operator<(const TrialRun& other) const {
    return trial != other.trial ? trial < other.trial : rung < other.rung;
  }
};

/// The lower the better; NaN where the run failed.
using Objectives = std::map<TrialRun, double>;

/// The epochs of each rung: `minimum`, then about `rate` times as many each time, up to `maximum`.
std::vector<std::int64_t> rung_epochs(std::int64_t minimum, std::int64_t maximum, std::int64_t rate);

/// Successive halving (Jamieson & Talwalkar 2016, 1502.07943): of the trials of a rung, the best one in
/// `rate` (at least one) are promoted to the next rung; a failed trial never is. A given number of trials
/// makes one bracket. Without a number, brackets of rate^(rungs-1) trials follow each other without end; they
/// are the most aggressive brackets of Hyperband (Li et al. 2018, 1603.06560). Which runs are made depends on
/// the finished runs, never on the order in which they finished.
class Halving {
 public:
  /// `trials` = 0: brackets without end.
  Halving(std::int64_t trials, std::int64_t rungs, std::int64_t rate);

  /// The run to start next, neither finished nor running, of the earliest bracket whose rung before is
  /// complete. Nothing where all runs are done, or where running ones must end first.
  std::optional<TrialRun> next(const Objectives& finished, const std::set<TrialRun>& running) const;

  /// How many runs a bracket has if none fails.
  std::int64_t runs_of_bracket() const;
  std::int64_t trials_of_bracket() const { return trials_; }

 private:
  /// The first run of a bracket that can start; nothing where none can.
  std::optional<TrialRun> next_of(std::int64_t bracket, const Objectives& finished,
                                  const std::set<TrialRun>& running) const;
  std::int64_t kept(std::int64_t trials) const;

  std::int64_t trials_, rungs_, rate_;
  bool without_end_;
};

/// The `count` trials of the lowest objective, best first; among equal ones the lower number. NaN is left
/// out.
std::vector<std::int64_t> best_trials(std::vector<std::pair<double, std::int64_t>> scored,
                                      std::int64_t count);

}  // namespace symh
