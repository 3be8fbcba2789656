#include "training/thread_pick.h"

#include <algorithm>

namespace symh {
namespace {

// Cold caches and new memory make the first steps slow.
constexpr int warm_up_steps = 1, timed_steps = 4;
constexpr double worth_it = 0.95;

}  // namespace

ThreadPick::ThreadPick(std::size_t most, bool measured) : most_(most), settled_(!measured || most == 1) {
  try_half_of(most);
}

void ThreadPick::try_half_of(std::size_t threads) {
  tried_ = {{{.threads = threads}, {.threads = (threads + 1) / 2}}};
  turn_ = 0;
}

void ThreadPick::took(double seconds) {
  if (settled_) return;
  auto& tried = tried_[turn_];
  if (++tried.steps > warm_up_steps) tried.fastest_seconds = std::min(tried.fastest_seconds, seconds);
  turn_ = 1 - turn_;
  const auto [best, half] = tried_;
  if (half.steps < warm_up_steps + timed_steps) return;
  const bool fewer = half.fastest_seconds < worth_it * best.fastest_seconds;
  settled_ = !fewer || half.threads == 1;
  try_half_of(fewer ? half.threads : best.threads);
}

}  // namespace symh
