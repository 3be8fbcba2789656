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
  std::string config;  ///< TOML of the run; another configuration cannot go on from it
};

/// Written whole or not at all.
void save_checkpoint(const std::filesystem::path& path, const Network& network,
                     const torch::optim::Optimizer& optimizer, const CheckpointState& state);
/// Throws DataError when the file is damaged, UsageError when it belongs to another configuration than
/// `config`.
CheckpointState load_checkpoint(const std::filesystem::path& path, Network& network,
                                torch::optim::Optimizer& optimizer, const std::string& config);

}  // namespace symh
