#pragma once
#include <torch/types.h>

#include <cstdint>
#include <future>
#include <map>
#include <optional>
#include <vector>

#include "training/device.h"
#include "training/resident_windows.h"
#include "windows/windows.h"

namespace symh {

/// How batches reach the device.
enum class Feeding {
  cut,         ///< each thread cuts its own parts when it needs them (CPU)
  prefetched,  ///< the next batch is cut and sent while the device computes the present one
  resident     ///< the windows are on the device, which puts batches together
};

/// `cut` on the CPU. On a device: `resident` if all of `windows` fit into half of its free memory, so that
/// the other half is left for the network and the outputs that its layers keep; else `prefetched`.
Feeding choose_feeding(torch::Device device, const std::vector<const Windows*>& windows, bool step_targets);
/// The choice for a device with `free_memory` bytes.
Feeding choose_feeding(std::int64_t free_memory, const std::vector<const Windows*>& windows,
                       bool step_targets);

/// Which windows make a batch, and what to cut of them.
struct BatchRequest {
  const Windows* windows = nullptr;
  std::vector<std::int64_t> chosen;
  Windows::Request request;
  bool operator==(const BatchRequest&) const = default;
};

/// Gives batches on a device. Every kind of Feeding gives the same values.
class BatchFeed {
 public:
  BatchFeed(torch::Device device, Feeding feeding);
  BatchFeed(const BatchFeed&) = delete;
  BatchFeed& operator=(const BatchFeed&) = delete;

  Feeding feeding() const { return feeding_; }
  /// True if take() uses `next`.
  bool looks_ahead() const { return feeding_ == Feeding::prefetched; }

  /// Returns the batch of `now`. If prefetched, it also begins `next` (may be null); an error of `next`
  /// reaches the call that asks for it, and a call that asks for another batch drops it. The windows must
  /// live until that call, `resident` ones as long as this object. With `cut`, several threads may call at
  /// once.
  Batch take(const BatchRequest& now, const BatchRequest* next = nullptr);
  /// True if a batch was begun that no call has asked for yet.
  bool is_ahead() const { return coming_.has_value(); }

 private:
  Batch take_resident(const BatchRequest& now);
  Batch take_prefetched(const BatchRequest& now, const BatchRequest* next);

  torch::Device device_;
  Feeding feeding_;
  std::map<const Windows*, ResidentWindows> resident_;
  Lane lane_;
  std::optional<BatchRequest> coming_;
  std::future<Lane::Sent> ahead_;  ///< of coming_; the last member, so that it ends first
};

}  // namespace symh
