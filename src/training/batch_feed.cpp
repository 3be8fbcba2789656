#include "training/batch_feed.h"

#include <utility>

namespace symh {
namespace {

Batch cut(const BatchRequest& request) { return request.windows->batch(request.chosen, request.request); }

}  // namespace

Feeding choose_feeding(std::int64_t free_memory, const std::vector<const Windows*>& windows,
                       bool step_targets) {
  std::int64_t bytes = 0;
  for (const auto* each : windows) bytes += ResidentWindows::bytes(*each, step_targets);
  return bytes <= free_memory / 2 ? Feeding::resident : Feeding::prefetched;
}

Feeding choose_feeding(torch::Device device, const std::vector<const Windows*>& windows, bool step_targets) {
  if (device.is_cpu()) return Feeding::cut;
  return choose_feeding(free_memory(device).value_or(0), windows, step_targets);
}

BatchFeed::BatchFeed(torch::Device device, Feeding feeding)
    : device_(device), feeding_(feeding), lane_(device) {}

Batch BatchFeed::take(const BatchRequest& now, const BatchRequest* next) {
  if (feeding_ == Feeding::resident) return take_resident(now);
  if (looks_ahead()) return take_prefetched(now, next);
  return to_device(cut(now), device_);
}

Batch BatchFeed::take_resident(const BatchRequest& now) {
  auto& windows = resident_.try_emplace(now.windows, *now.windows, device_).first->second;
  return windows.batch(now.chosen, now.request);
}

Batch BatchFeed::take_prefetched(const BatchRequest& now, const BatchRequest* next) {
  const bool begun = std::exchange(coming_, std::nullopt) == now;
  auto ahead = std::move(ahead_);
  auto sent = begun ? ahead.get() : lane_.send(cut(now));
  if (next != nullptr) {
    coming_ = *next;
    ahead_ = std::async(std::launch::async, [this, request = *next] { return lane_.send(cut(request)); });
  }
  return lane_.receive(std::move(sent));
}

}  // namespace symh
