#pragma once
#include <torch/types.h>

namespace symh {

/// An uninitialised, contiguous tensor on the CPU. When it is destroyed, its memory is kept for the next
/// tensor with as many bytes, on any thread. The allocator would give buffers of many MB back to the system
/// each time, and clearing their pages again took a fifth of a training step.
torch::Tensor recycled(at::IntArrayRef sizes, torch::ScalarType type = torch::kFloat32);

/// Frees the memory that no tensor uses; call it when a training ends.
void drop_recycled();

}  // namespace symh
