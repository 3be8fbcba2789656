#pragma once
#include <c10/core/Event.h>
#include <c10/core/Stream.h>
#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "training/keys/training.h"
#include "windows/windows.h"

namespace symh {

/// The device that training.device names; `auto` takes CUDA if LibTorch sees a device. If several
/// processes train together, each takes the device of its LOCAL_RANK, or of its RANK without that. Throws
/// UsageError for `cuda` without a device, and if there are fewer devices than processes.
torch::Device choose_device(DeviceChoice choice);
/// The CUDA device of a process; `rank` is the value of the environment variable `name`. Throws UsageError if
/// it is not a whole number below `devices`.
int device_of_rank(std::string_view name, std::string_view rank, int devices);

/// Makes CUDA repeatable and exact: selects cuDNN's algorithms that give the same bytes every time, and turns
/// TF32 off. Call it before the first computation there; it does nothing for the CPU.
void make_repeatable(torch::Device device);

/// Free memory [bytes]; nothing on the CPU.
std::optional<std::int64_t> free_memory(torch::Device device);

/// CUDA's compute capability, 80 for 8.0; nothing on the CPU.
std::optional<int> compute_capability(torch::Device device);

/// The type of the operands of products in the forward pass, and so in the backward pass.
enum class Precision { float32, bf16 };

/// The precision that training.precision names; `auto` takes bf16 on CUDA from compute capability
/// 8.0 on, which has it. Throws UsageError for `bf16` on an older one.
Precision choose_precision(PrecisionChoice choice, torch::Device device);
/// The precision for a device whose compute_capability() is `capability`.
Precision choose_precision(PrecisionChoice choice, std::optional<int> capability);

/// Turns LibTorch's autocast on for this thread while the object lives, if the precision is bf16: operands of
/// products become bf16; operations that need float32 keep it. Parameters keep their type.
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

/// `batch` on the device; lengths stay on the CPU, because packing reads them there.
Batch to_device(Batch batch, torch::Device device);

/// Sends batches while the device computes: from pinned memory, on a separate stream. On the CPU send() and
/// receive() return the batch unchanged.
class Lane {
 public:
  explicit Lane(torch::Device device);

  /// A batch on its way.
  struct Sent {
    Batch batch;
    std::optional<c10::Event> arrival;
  };
  /// Returns before the batch has arrived. Any thread may call it, one at a time.
  Sent send(Batch batch) const;
  /// The batch, for later work on the calling thread's current stream.
  Batch receive(Sent sent) const;

 private:
  torch::Device device_;
  std::optional<c10::Stream> stream_;
};

}  // namespace symh
