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

/// Computes losses and gradients of many windows in parts of a fixed size. On the CPU several threads work at
/// once, each on a part that it cuts itself. Sums go over the parts in their order, and each part draws its
/// randomness from its own seed, so the bytes do not depend on the number of threads. If threads do not cut
/// the parts (Feeding), as on CUDA, a batch is one part in each process.
///
/// In a group each process computes its share of the parts, and the sums go over all processes: the result
/// differs only by the order of additions.
///
/// The forward pass of training runs in the precision of training.precision. Losses, parameters, their
/// gradients and all of mean_loss() are float32, because the float32 network will forecast.
class BatchGradients {
 public:
  /// `threads`: of the CPU; with training.threads = 0 fewer, if fewer are faster (ThreadPick). `group` may be
  /// null. `step_seconds`, if given, takes the place of the measured times. While this object lives, OpenBLAS
  /// uses no threads of its own, and on the CPU LibTorch uses none on the calling thread.
  BatchGradients(Network& network, const Config& config, torch::Device device, int threads,
                 ProcessGroup* group, Feeding feeding = Feeding::cut, StepSeconds step_seconds = {});
  ~BatchGradients();
  BatchGradients(const BatchGradients&) = delete;
  BatchGradients& operator=(const BatchGradients&) = delete;

  /// True if backward() uses `next`.
  bool looks_ahead() const { return feed_.looks_ahead(); }

  /// The number of threads that share a batch; at most one for each part.
  const ThreadPick& thread_pick() const { return pick_; }

  /// Stores the gradient of the mean loss of the batch in the network's parameters and returns that loss.
  /// `next`: the batch of the next call, or null.
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
  StepSeconds step_seconds_;
};

/// splitmix64 of (seed, count): each count has its own random numbers, so resuming needs no generator state.
std::uint64_t mixed_seed(std::uint64_t seed, std::uint64_t count);

}  // namespace symh
