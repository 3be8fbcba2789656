#pragma once
#include <torch/types.h>

#include <cstdint>

namespace symh {

/// While an object of this class exists, drop() on its thread draws from a random stream that `seed` starts,
/// so that training in several threads gives the same bytes as training in one. CUDA uses LibTorch's own
/// stream.
class DropoutStream {
 public:
  explicit DropoutStream(std::uint64_t seed);
  ~DropoutStream();
  DropoutStream(const DropoutStream&) = delete;
  DropoutStream& operator=(const DropoutStream&) = delete;
};

/// In training, zeroes a `share` of the elements and scales the others up to keep the mean; otherwise returns
/// `x`.
torch::Tensor drop(const torch::Tensor& x, double share, bool training);

}  // namespace symh
