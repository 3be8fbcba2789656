#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <limits>

namespace symh {

/// The time of a step [s] that ran with `threads`, by which the number of threads is picked.
using StepSeconds = std::function<double(double measured, std::size_t threads)>;

/// Picks how many threads share each batch by timing the first steps of a training. More threads than the
/// machine really gives (the quota of a container, two threads on one core, other programs) slow each other
/// down. It halves the number as long as steps get at least a twentieth faster. The timed steps count,
/// because the bytes do not depend on the number of threads.
class ThreadPick {
 public:
  /// Begins with `most` (at least 1), and keeps it if `measured` is false.
  ThreadPick(std::size_t most, bool measured);

  /// Threads of the next step.
  std::size_t threads() const { return tried_[turn_].threads; }
  std::size_t most() const { return most_; }

  /// Tells the seconds of the step that ran with threads().
  void took(double seconds);

  /// True when threads() no longer changes.
  bool settled() const { return settled_; }
  bool settled_on_fewer() const { return settled_ && threads() < most_; }

 private:
  struct Tried {
    std::size_t threads = 1;
    int steps = 0;
    double fastest_seconds = std::numeric_limits<double>::infinity();
  };

  void try_half_of(std::size_t threads);

  std::size_t most_;
  std::array<Tried, 2> tried_;  ///< the best number so far and half of it, by turns
  std::size_t turn_ = 0;
  bool settled_;
};

}  // namespace symh
