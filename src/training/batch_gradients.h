#pragma once
#include <torch/types.h>

#include <cstdint>
#include <span>

#include "core/worker_pool.h"
#include "models/network.h"
#include "training/process_group.h"
#include "windows/windows.h"

namespace symh {

/// Works out losses and gradients of many windows by parts of a fixed size, several parts at once on the CPU,
/// each on one thread that cuts its windows itself. Sums go over the parts in their order, and each part
/// draws its randomness from its own seed, so that the bytes do not depend on the number of threads. On CUDA
/// a batch is one part.
///
/// In a group of processes each works out its share of the parts, and the sums go over all: the same but for
/// the order of adding.
class BatchGradients {
 public:
  /// `threads` of the CPU; `group` may be null. While it lives, LibTorch's own threads are off on the calling
  /// thread, and those of OpenBLAS everywhere.
  BatchGradients(Network& network, const Config& config, torch::Device device, int threads,
                 ProcessGroup* group);
  ~BatchGradients();
  BatchGradients(const BatchGradients&) = delete;
  BatchGradients& operator=(const BatchGradients&) = delete;

  /// Leaves the gradient of the mean loss of the `chosen` windows in the network's parameters; returns that
  /// loss. `seed` draws dropout and the lengths of histories.
  double backward(const Windows& windows, std::span<const std::int64_t> chosen, std::uint64_t seed);

  /// Mean loss of all windows, without gradients or dropout.
  double mean_loss(const Windows& windows);

 private:
  struct Part;
  Part sum_of(std::vector<Part> parts) const;
  void add_up_over_processes(Part& whole) const;
  Part part_gradients(const Windows& windows, std::span<const std::int64_t> chosen, std::uint64_t seed);

  Network& network_;
  const Config& config_;
  torch::Device device_;
  std::vector<torch::Tensor> parameters_;
  ProcessGroup* group_;
  int threads_before_, blas_threads_before_;
  WorkerPool pool_;
};

/// `batch` on the device; lengths stay on the CPU, where packing wants them.
Batch to_device(Batch batch, torch::Device device);

/// splitmix64 of (seed, count): one stream of randomness a count, so that resuming needs no generator state.
std::uint64_t mixed_seed(std::uint64_t seed, std::uint64_t count);

}  // namespace symh
