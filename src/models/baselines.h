#pragma once
#include <memory>
#include <vector>

#include "models/closed_form.h"

namespace symh {

/// The baselines that every evaluation shows beside a model: persistence, exponential_recovery and ridge, in
/// this order, not fitted yet.
std::vector<std::unique_ptr<ClosedForm>> make_baselines(const std::vector<Minutes>& lead_times);

}  // namespace symh
