#pragma once
#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/config.h"
#include "series/series.h"

namespace symh {

/// Standardisation, fitted on the training part only: scaled = (value - mean) / scale.
struct Scaling {
  std::vector<float> mean, scale;                ///< one a channel
  std::vector<float> target_mean, target_scale;  ///< one a lead time, of what `windows.predict` says
};

/// A batch of windows; B windows of T steps, C channels, L lead times.
struct Batch {
  torch::Tensor inputs;        ///< [B, T, C] scaled; a shorter history stands at the end, zeros before it
  torch::Tensor lengths;       ///< [B] int64, steps of history that are really there
  torch::Tensor targets;       ///< [B, L] scaled change or level; NaN where not observed
  torch::Tensor step_targets;  ///< [B, T, L] the same at every step (many to many); empty unless asked for
  torch::Tensor last_nt;       ///< [B] target channel at issue time
  torch::Tensor observed_nt;   ///< [B, L] target channel at valid time; NaN where not observed
};

}  // namespace symh
