#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace symh {

/// One training: the number of a drawn configuration, and its rung. Both count from 0.
struct TrialRun {
  std::int64_t trial = 0, rung = 0;
  bool operator==(const TrialRun&) const = default;
  bool operator<(const TrialRun& other) const {
    return trial != other.trial ? trial < other.trial : rung < other.rung;
  }
};

/// Lower is better; NaN if the run failed.
using Objectives = std::map<TrialRun, double>;

/// The epochs of each rung: `minimum`, then about `rate` times as many at each rung, up to `maximum`.
std::vector<std::int64_t> rung_epochs(std::int64_t minimum, std::int64_t maximum, std::int64_t rate);

/// Successive halving (Jamieson & Talwalkar 2016, 1502.07943) promotes the best one in `rate` (at least one)
/// of a rung's trials to the next rung, never a failed trial. A given number of trials makes one bracket.
/// Without a number, brackets of rate^(rungs-1) trials follow without end; they are the most aggressive
/// brackets of Hyperband (Li et al. 2018, 1603.06560). The choice of runs depends on the finished runs, never
/// on the order in which they finished.
class Halving {
 public:
  /// `trials` = 0: an endless sequence of brackets.
  Halving(std::int64_t trials, std::int64_t rungs, std::int64_t rate);

  /// The next run to start, neither finished nor running, in the earliest bracket whose previous rung is
  /// complete. Nothing if all runs are done, or if running ones must end first.
  std::optional<TrialRun> next(const Objectives& finished, const std::set<TrialRun>& running) const;

  /// The number of runs in a bracket if none fails.
  std::int64_t runs_of_bracket() const;
  std::int64_t trials_of_bracket() const { return trials_; }

 private:
  /// The first run of a bracket that can start; nothing if none can.
  std::optional<TrialRun> next_of(std::int64_t bracket, const Objectives& finished,
                                  const std::set<TrialRun>& running) const;
  std::int64_t kept(std::int64_t trials) const;

  std::int64_t trials_, rungs_, rate_;
  bool without_end_;
};

/// The `count` trials with the lowest objectives, best first; among equal ones the lower number first.
/// Ignores NaN.
std::vector<std::int64_t> best_trials(std::vector<std::pair<double, std::int64_t>> scored,
                                      std::int64_t count);

}  // namespace symh
