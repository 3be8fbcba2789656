#pragma once
#include <array>
#include <cstddef>
#include <limits>

namespace symh {

/// How many threads share each batch, picked by timing the first steps of a training. More than the machine
/// really gives hinder each other: the quota of a container, two threads on one core, other programs. Halves
/// the number for as long as that makes steps at least a twentieth faster. The steps timed are not lost, as
/// bytes do not depend on the number of threads.
class ThreadPick {
 public:
  /// Begins with `most`, which is at least 1. Where `measured` is false it stays at that.
  ThreadPick(std::size_t most, bool measured);

  /// Of the next step.
  std::size_t threads() const { return tried_[turn_].threads; }
  std::size_t most() const { return most_; }

  /// Seconds of the step that threads() was of.
  void took(double seconds);

  /// True once threads() does not change any more.
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
  std::array<Tried, 2> tried_;  ///< the best so far and half of that, by turns
  std::size_t turn_ = 0;
  bool settled_;
};

}  // namespace symh
