#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "job/config.h"
#include "models/network.h"
#include "training/process_group.h"
#include "training/thread_pick.h"
#include "windows/windows.h"

namespace symh {

/// One line of history.csv.
struct EpochRecord {
  std::int64_t epoch = 0;  ///< from 1
  double train_loss = 0, validation_loss = 0, learning_rate = 0;
  double clipped_share = 0;  ///< share of this epoch's steps whose gradient was clipped
  double seconds = 0;
};

/// The progress of training, for a progress bar.
struct Progress {
  std::int64_t epoch = 0, epochs = 0, step = 0, steps = 0;
  double train_loss = 0;                  ///< mean over the steps of this epoch so far
  double learning_rate = 0;               ///< of this step
  std::optional<double> validation_loss;  ///< of the previous epoch; none in the first
};

/// How the caller watches and stops training; the library itself prints nothing.
struct TrainingHooks {
  std::function<void(const Progress&)> on_step = [](const Progress&) {};
  /// Called after each epoch with all epochs so far, also those before a resume; the newest is the last.
  std::function<void(const std::vector<EpochRecord>&)> on_epoch = [](const std::vector<EpochRecord>&) {};
  /// Called once if fewer threads than `most` share each batch because they were faster.
  std::function<void(std::size_t threads, std::size_t most)> on_fewer_threads = [](std::size_t, std::size_t) {
  };
  /// As it was measured; a test gives its own.
  StepSeconds step_seconds = [](double measured, std::size_t) { return measured; };
  std::function<bool()> stop_asked = [] { return false; };
  /// Ends training after this epoch (0: after training.epochs). Training can continue from its checkpoint as
  /// if it had not ended.
  std::int64_t last_epoch = 0;
  /// Called with the network before the first epoch (0) and after each, for `--diagnose-gradients`.
  std::function<void(std::int64_t, Network&)> inspect = [](std::int64_t, Network&) {};
};

struct TrainingResult {
  std::vector<EpochRecord> history;
  std::int64_t best_epoch = 0;
  double best_validation_loss = 0;
  bool interrupted = false;
};

/// Trains `network` in place, to the weights of the best validation epoch. After each epoch it writes a whole
/// checkpoint to `checkpoint`; if that exists and `resume` is set, training continues from it to the very
/// same weights as an unbroken run. `degraded`: the training windows without some drivers, each of the same
/// size as `train`; windows.driver_dropout is the share of the batches from each. In a `group` every process
/// calls this with the same data, computes its share of each batch, and ends with the same weights; the first
/// process writes the checkpoint, which all must see to resume. All randomness of an epoch depends on (seed,
/// epoch) alone. Throws RunError if the loss is no longer finite.
TrainingResult train_network(Network& network, const Windows& train, const Windows& validation,
                             const Config& config, const std::filesystem::path& checkpoint, bool resume,
                             const TrainingHooks& hooks = {},
                             const std::vector<const Windows*>& degraded = {}, ProcessGroup* group = nullptr);

/// Mean norm of the gradient of the loss with respect to the input of each lag (0 = issue time), over a
/// batch.
std::vector<double> gradient_by_lag(Network& network, const Windows& windows, const Config& config);

/// `epoch,train_loss,validation_loss,learning_rate,clipped_share,seconds`.
std::string history_csv(const std::vector<EpochRecord>& history);

}  // namespace symh
