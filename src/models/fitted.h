#pragma once
#include <memory>
#include <string>
#include <vector>

#include "job/config.h"
#include "models/baselines.h"

namespace symh {

/// True for a model.kind that is fitted at once instead of trained by steps along a gradient: `ridge`,
/// `boosted_trees`, and `physics`, which is the forecast of physics.reference itself.
bool is_fitted_kind(const std::string& kind);
std::vector<std::string> fitted_kinds();

/// The unfitted model of config.model.kind. Throws UsageError where the configuration cannot work.
std::unique_ptr<Baseline> make_fitted(const Config& config);

}  // namespace symh
