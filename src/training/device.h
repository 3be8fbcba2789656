#pragma once
#include <c10/core/Event.h>
#include <c10/core/Stream.h>
#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "windows/windows.h"

namespace symh {

/// The device that training.device names; `auto` takes CUDA where LibTorch has it, of several the
/// LOCAL_RANKth where several processes train together. Throws UsageError for `cuda` without one.
torch::Device choose_device(const std::string& name);

/// Makes CUDA repeat itself, and float32 mean float32: cuDNN's algorithms that give the same bytes every
/// time, none in TF32. To be called before anything is computed there; does nothing for the CPU.
void make_repeatable(torch::Device device);

/// Free memory [bytes]; nothing on the CPU.
std::optional<std::int64_t> free_memory(torch::Device device);

/// CUDA's compute capability, 80 for 8.0; nothing on the CPU.
std::optional<int> compute_capability(torch::Device device);

/// What the products of the forward pass are worked out in, and with them those of the backward pass.
enum class Precision { float32, bf16 };

/// The precision that training.precision names; `auto` takes bf16 on CUDA where the device has it, which is
/// from compute capability 8.0 on. Throws UsageError for `bf16` on an older one.
Precision choose_precision(const std::string& name, torch::Device device);
/// The same by what compute_capability() says.
Precision choose_precision(const std::string& name, std::optional<int> capability);

/// While it lives, LibTorch casts the operands of products on this thread to bf16 where that is the
/// precision: LibTorch's autocast, which knows what must stay float32. Parameters keep their type.
class Autocast {
 public:
  Autocast(torch::Device device, Precision precision);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  torch::DeviceType type_;
  bool on_, was_on_ = false;
  torch::ScalarType was_type_ = torch::kFloat32;
};

/// `batch` on the device; lengths stay on the CPU, where packing wants them.
Batch to_device(Batch batch, torch::Device device);

/// Sends batches beside what the device computes: from pinned memory, on a stream of its own. On the CPU a
/// batch stays as it is.
class Lane {
 public:
  explicit Lane(torch::Device device);

  /// A batch on its way.
  struct Sent {
    Batch batch;
    std::optional<c10::Event> arrival;
  };
  /// Returns before the batch has arrived; from any thread, one at a time.
  Sent send(Batch batch) const;
  /// The batch, for what is computed from now on by the calling thread's current stream.
  Batch receive(Sent sent) const;

 private:
  torch::Device device_;
  std::optional<c10::Stream> stream_;
};

}  // namespace symh
