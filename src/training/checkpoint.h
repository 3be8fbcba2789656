#pragma once
#include <torch/optim/optimizer.h>

#include <filesystem>

#include "training/trainer.h"

namespace symh {

/// The state that a resumed run needs beside network and optimiser.
struct CheckpointState {
  std::vector<EpochRecord> history;
  std::int64_t best_epoch = 0;
  double best_validation_loss = 0;
  std::vector<torch::Tensor> best_weights;
  std::string config;  ///< TOML of the run; a run with other values cannot resume from it
};

/// Written whole or not at all.
void save_checkpoint(const std::filesystem::path& path, const Network& network,
                     const torch::optim::Optimizer& optimizer, const CheckpointState& state);
/// Throws DataError when the file is damaged, UsageError naming the key when a value of the configuration
/// that the file was saved with differs from `config`.
CheckpointState load_checkpoint(const std::filesystem::path& path, Network& network,
                                torch::optim::Optimizer& optimizer, const Config& config);

}  // namespace symh
