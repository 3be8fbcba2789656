#pragma once
#include <array>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "job/config.h"
#include "models/baselines.h"
#include "models/network.h"
#include "windows/windows.h"

namespace symh {

/// A trained model with all that a forecast needs: configuration, scaling, weights, fitted baselines,
/// provenance.
struct Model {
  Config config;
  Scaling scaling;
  std::shared_ptr<Network> network;  ///< null where model.kind is fitted at once
  std::vector<std::unique_ptr<Baseline>> baselines;
  /// How it was made: version, seed, data files with SHA-256, training period, validation loss, dates.
  nlohmann::json provenance;
  std::unique_ptr<Baseline> fitted = nullptr;  ///< null where model.kind is a network
};

/// Near the median SYM-H of each level, quiet first.
inline constexpr std::array<float, 4> typical_level_nt{-15.F, -70.F, -150.F, -320.F};

/// Network outputs of a configuration: lead times, times 4 levels for a classification.
std::int64_t output_count(const Config& config);
/// An untrained network of this configuration.
std::shared_ptr<Network> build_network(const Config& config);

/// What the network says of a batch, without gradients: [B, L] nT.
/// Of a classification: the mean of a typical SYM-H of each level, weighted by its probability.
torch::Tensor forecast_nt(const Model& model, const Batch& batch);
/// The 5, 50 and 95 % quantiles [B, L, 3] in nT; undefined for a model without training.bands.
torch::Tensor quantiles_nt(const Model& model, const Batch& batch);
/// Classification only: [B, L, 4] softmax probabilities of quiet, moderate, intense, superstorm.
torch::Tensor level_probabilities(const Model& model, const Batch& batch);

/// Writes `model.json` and `weights.safetensors` into `folder`, each whole or not at all, weights first.
void save_model(const Model& model, const std::filesystem::path& folder);
/// Reads a run folder as untrusted input; throws DataError saying what is wrong with which file.
Model load_model(const std::filesystem::path& folder);

}  // namespace symh
