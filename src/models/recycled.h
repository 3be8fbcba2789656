#pragma once
#include <torch/types.h>

namespace symh {

/// An uninitialised tensor on the CPU, contiguous, whose memory is kept when the tensor is let go and given
/// to the next one of as many bytes, on any thread. The allocator would hand buffers of many MB back to the
/// system each time, and clearing their pages again took a fifth of a training step.
torch::Tensor recycled(at::IntArrayRef sizes, torch::ScalarType type = torch::kFloat32);

/// Lets go what no tensor uses; worth calling when a training ends.
void drop_recycled();

}  // namespace symh
