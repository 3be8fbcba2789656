#pragma once
#include <torch/types.h>

#include <cstdint>

namespace symh {

/// While it lives, drop() on this thread draws from a stream of its own that `seed` begins, so that training
/// in several threads gives the same bytes as in one. On CUDA LibTorch's own stream is used.
class DropoutStream {
 public:
  explicit DropoutStream(std::uint64_t seed);
  ~DropoutStream();
  DropoutStream(const DropoutStream&) = delete;
  DropoutStream& operator=(const DropoutStream&) = delete;
};

/// In training zeroes a `share` of the elements and scales the rest up to the same mean; else `x` as it is.
torch::Tensor drop(const torch::Tensor& x, double share, bool training);

}  // namespace symh
