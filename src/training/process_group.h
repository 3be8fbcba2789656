#pragma once
#include <torch/types.h>

#include <memory>
#include <vector>

#include "training/keys/training.h"

namespace symh {

/// The processes of one training run, on one machine or many, that share each batch. It uses LibTorch's c10d:
/// Gloo on the CPU, NCCL on CUDA if LibTorch has it. All processes must make the same calls in the same
/// order. If a process is lost, the calls of all others throw RunError.
class ProcessGroup {
 public:
  virtual ~ProcessGroup() = default;

  /// Meets the others at MASTER_ADDR and MASTER_PORT, as process RANK of WORLD_SIZE; torchrun and the scripts
  /// of Slurm and MPI set these variables. Null if WORLD_SIZE is not set or 1. `device`: the value of
  /// training.device. GLOO_SOCKET_IFNAME names the network to use. Throws UsageError if a variable is missing
  /// or wrong, or if this build has no backend for the device; throws RunError if the others do not arrive in
  /// time.
  static std::unique_ptr<ProcessGroup> from_environment(DeviceChoice device);

  virtual int rank() const = 0;
  virtual int size() const = 0;
  bool is_first() const { return rank() == 0; }

  /// Replaces each tensor by its sum over all processes, which must pass the same shapes and types.
  virtual void sum(const std::vector<torch::Tensor>& tensors) = 0;
  /// Replaces each tensor by that of the first process.
  virtual void take_from_first(const std::vector<torch::Tensor>& tensors) = 0;
};

/// RANK from the environment; 0 if it is not set.
int rank_of_environment();

}  // namespace symh
