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

/// How batches come to the device.
enum class Feeding {
  cut,         ///< each thread cuts its own parts when it wants them: the CPU
  prefetched,  ///< the next batch is cut and sent while the present one is computed
  resident     ///< the windows lie on the device, where batches are put together
};

/// `cut` on the CPU; on a device `resident` where all of `windows` fit in half of its free memory, which
/// leaves the other half to the network and what its layers keep; else `prefetched`.
Feeding choose_feeding(torch::Device device, const std::vector<const Windows*>& windows, bool step_targets);
/// The same on a device with so much free memory [bytes].
Feeding choose_feeding(std::int64_t free_memory, const std::vector<const Windows*>& windows,
                       bool step_targets);

/// What a batch is made of.
struct BatchRequest {
  const Windows* windows = nullptr;
  std::vector<std::int64_t> chosen;
  Windows::Request request;
  bool operator==(const BatchRequest&) const = default;
};

/// Gives batches on a device, the same ones by every kind of Feeding.
class BatchFeed {
 public:
  BatchFeed(torch::Device device, Feeding feeding);
  BatchFeed(const BatchFeed&) = delete;
  BatchFeed& operator=(const BatchFeed&) = delete;

  Feeding feeding() const { return feeding_; }
  /// True where take() makes use of `next`.
  bool looks_ahead() const { return feeding_ == Feeding::prefetched; }

  /// The batch of `now`. When prefetched, `next` is begun, where it is not null, and what it throws is thrown
  /// on by the call that asks for it; another call in its place lets it go. The windows must live until then;
  /// `resident` ones as long as this. `cut` may be called from several threads at once.
  Batch take(const BatchRequest& now, const BatchRequest* next = nullptr);
  /// True where a batch has been begun that no call has asked for yet.
  bool is_ahead() const { return coming_.has_value(); }

 private:
  Batch take_resident(const BatchRequest& now);
  Batch take_prefetched(const BatchRequest& now, const BatchRequest* next);

  torch::Device device_;
  Feeding feeding_;
  std::map<const Windows*, ResidentWindows> resident_;
  Lane lane_;
  std::optional<BatchRequest> coming_;
  std::future<Lane::Sent> ahead_;  ///< of coming_; last, so that it has ended before the rest goes
};

}  // namespace symh
