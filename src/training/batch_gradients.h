#pragma once
#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "core/worker_pool.h"
#include "models/network.h"
#include "training/batch_feed.h"
#include "training/device.h"
#include "training/process_group.h"
#include "training/thread_pick.h"
#include "windows/windows.h"

namespace symh {

/// The windows of one step of training; `seed` draws dropout and the lengths of histories.
struct TrainingBatch {
  const Windows& windows;
  std::vector<std::int64_t> chosen;
  std::uint64_t seed;
};

/// Works out losses and gradients of many windows by parts of a fixed size, several parts at once on the CPU,
/// each on one thread that cuts its windows itself. Sums go over the parts in their order, and each part
/// draws its randomness from its own seed, so that the bytes do not depend on the number of threads. Where
/// the parts are not cut by threads (Feeding), as on CUDA, a batch is one part in each process.
///
/// In a group of processes each works out its share of the parts, and the sums go over all: the same but for
/// the order of adding.
///
/// The forward pass of training runs in the precision of training.precision. Losses, parameters, their
/// gradients and the whole of mean_loss(), which must judge what will forecast, are float32.
class BatchGradients {
 public:
  /// `threads` of the CPU, fewer of them where training.threads is 0 and fewer prove faster (ThreadPick);
  /// `group` may be null. While it lives, LibTorch's own threads are off on the calling thread where it is of
  /// the CPU, and those of OpenBLAS everywhere.
  BatchGradients(Network& network, const Config& config, torch::Device device, int threads,
                 ProcessGroup* group, Feeding feeding = Feeding::cut);
  ~BatchGradients();
  BatchGradients(const BatchGradients&) = delete;
  BatchGradients& operator=(const BatchGradients&) = delete;

  /// True where backward() makes use of `next`.
  bool looks_ahead() const { return feed_.looks_ahead(); }

  /// Of those that share a batch: at most as many as a batch has parts.
  const ThreadPick& thread_pick() const { return pick_; }

  /// Leaves the gradient of the mean loss of the batch in the network's parameters; returns that loss. `next`
  /// is what the next call will ask for, or null.
  double backward(const TrainingBatch& batch, const TrainingBatch* next = nullptr);

  /// Mean loss of all windows, without gradients or dropout.
  double mean_loss(const Windows& windows);

 private:
  struct Part;
  struct Order;
  std::vector<Order> orders_of(const TrainingBatch& batch) const;
  std::size_t size_of_parts(std::size_t batch) const;
  std::size_t parts_of_step() const;
  Part sum_of(std::vector<Part> parts) const;
  void add_up_over_processes(Part& whole) const;
  Part part_gradients(const Order& order, const Batch& batch);

  Network& network_;
  const Config& config_;
  torch::Device device_;
  Precision precision_;
  BatchFeed feed_;
  std::vector<torch::Tensor> parameters_;
  ProcessGroup* group_;
  int threads_before_, blas_threads_before_;
  WorkerPool pool_;
  ThreadPick pick_;
};

/// splitmix64 of (seed, count): one stream of randomness a count, so that resuming needs no generator state.
std::uint64_t mixed_seed(std::uint64_t seed, std::uint64_t count);

}  // namespace symh
