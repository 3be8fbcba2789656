#pragma once
#include "models/forecaster.h"
#include "training/trainer.h"

namespace symh {

/// Lets a forecaster of any kind learn from `train`: a network trains in epochs (train_network, whose other
/// parameters these are), a closed form is fitted in one step (fit_on) and leaves an empty history.
TrainingResult teach(Forecaster& forecaster, const Windows& train, const Windows& validation,
                     const Config& config, const std::filesystem::path& checkpoint, bool resume,
                     const TrainingHooks& hooks = {}, const std::vector<const Windows*>& degraded = {},
                     ProcessGroup* group = nullptr);

}  // namespace symh
