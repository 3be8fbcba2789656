#include "training/thread_pick.h"

#include <algorithm>

namespace symh {
namespace {

// Caches, and memory that is asked for anew, make the first steps slow.
constexpr int warm_up_steps = 1, timed_steps = 4;
constexpr double worth_it = 0.95;

}  // namespace

ThreadPick::ThreadPick(int most, bool measured)
    : tried_{{{.threads = most}, {.threads = (most + 1) / 2}}}, settled_(!measured || most == 1) {}

void ThreadPick::took(double seconds) {
  if (settled_) return;
  auto& tried = tried_[turn_];
  if (++tried.steps > warm_up_steps) tried.fastest_seconds = std::min(tried.fastest_seconds, seconds);
  turn_ = 1 - turn_;
  if (tried_[0].steps == tried_[1].steps && tried_[0].steps == warm_up_steps + timed_steps) decide();
}

void ThreadPick::decide() {
  const bool fewer = tried_[1].fastest_seconds < worth_it * tried_[0].fastest_seconds;
  turn_ = 0;
  if (fewer) tried_[0].threads = tried_[1].threads;
  settled_ = !fewer || tried_[0].threads == 1;
  for (auto& tried : tried_) tried = {.threads = tried.threads};
  tried_[1].threads = (tried_[0].threads + 1) / 2;
}

}  // namespace symh
