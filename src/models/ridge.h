#pragma once
#include <cstdint>
#include <memory>

#include "models/closed_form.h"

namespace symh {

/// Linear autoregression of `leads` changes on the flattened window: the baseline that every evaluation
/// shows.
std::unique_ptr<ClosedForm> make_ridge(std::int64_t leads);

}  // namespace symh
