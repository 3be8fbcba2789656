#pragma once
#include <filesystem>

#include "artifact/model.h"

namespace symh {

/// Writes the model as TorchScript with the scaling inside, so that `torch.jit.load(file)(x)` in Python takes
/// x [B, T, C] float32 in the channels' own units and gives [B, L] nT (classification: [B, L, 4]
/// probabilities), for any batch size; and beside it `file.json`: input channels, cadence, lookback, lead
/// times, units. Throws UsageError where the configuration cannot be expressed, saying why.
void export_torchscript(const Model& model, const std::filesystem::path& file);

}  // namespace symh
