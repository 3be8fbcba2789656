#pragma once
#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

namespace symh {

/// The processes of one training run, on one machine or many, that share each batch. LibTorch's own c10d:
/// Gloo on the CPU, NCCL on CUDA where LibTorch has it. Every call is made by all processes in the same
/// order. A process that is lost ends the call of every other with RunError.
class ProcessGroup {
 public:
  virtual ~ProcessGroup() = default;

  /// Meets the others as RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT say, which torchrun, and Slurm and MPI
  /// scripts, set; null where WORLD_SIZE is not set or 1. `device` as training.device names it.
  /// GLOO_SOCKET_IFNAME names the network to use.
  /// Throws UsageError where one of them is missing or wrong, or this build has no such backend, RunError
  /// where the others do not come.
  static std::unique_ptr<ProcessGroup> from_environment(const std::string& device);

  virtual int rank() const = 0;
  virtual int size() const = 0;
  bool is_first() const { return rank() == 0; }

  /// Each tensor becomes the sum of those of all processes; shapes and kinds agree between them.
  virtual void sum(const std::vector<torch::Tensor>& tensors) = 0;
  /// Each tensor becomes that of the first process.
  virtual void take_from_first(const std::vector<torch::Tensor>& tensors) = 0;
};

/// RANK of the environment, 0 without one.
int rank_of_environment();

}  // namespace symh
