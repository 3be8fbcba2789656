#include "models/recycled.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace symh {
namespace {

/// Unused memory, the longest unused first.
class Store {
 public:
  torch::Tensor take(std::int64_t bytes) {
    {
      const std::scoped_lock lock(mutex_);
      const auto found = std::ranges::find_if(
          idle_.rbegin(), idle_.rend(), [&](const torch::Tensor& memory) { return memory.numel() == bytes; });
      if (found != idle_.rend()) {
        auto memory = std::move(*found);
        idle_.erase(std::next(found).base());
        return memory;
      }
    }
    return at::empty({bytes}, at::kByte);
  }
  void give_back(const torch::Tensor& memory) {
    const std::scoped_lock lock(mutex_);
    if (idle_.size() == most_) idle_.erase(idle_.begin());
    idle_.push_back(memory);
  }
  void clear() {
    const std::scoped_lock lock(mutex_);
    idle_.clear();
  }

 private:
  /// A thread uses about a dozen buffers in turn, each in two sizes if the last batch is smaller.
  static constexpr std::size_t most_ = 1024;
  std::mutex mutex_;
  std::vector<torch::Tensor> idle_;
};

/// Never destroyed: a tensor may be destroyed after main() has ended.
Store& store() {
  static auto* store = new Store;
  return *store;
}

}  // namespace

torch::Tensor recycled(at::IntArrayRef sizes, torch::ScalarType type) {
  const auto options = at::TensorOptions().dtype(type);
  const auto bytes = c10::multiply_integers(sizes) * static_cast<std::int64_t>(c10::elementSize(type));
  constexpr std::int64_t worth = 256 << 10;  // the allocator itself keeps smaller buffers
  if (bytes < worth) return at::empty(sizes, options);
  const auto memory = store().take(bytes);
  return at::from_blob(
      memory.data_ptr(), sizes, [memory](void*) { store().give_back(memory); }, options);
}

void drop_recycled() { store().clear(); }

}  // namespace symh
