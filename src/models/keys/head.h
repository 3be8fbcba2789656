#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "core/choices.h"

namespace symh {

/// Keys of `[model]` for the fully connected end of a network and its classes.
struct HeadKeys {
  std::int64_t head_units = 64;
  std::vector<double> class_weights;
};

/// The rows of these keys, bound to `head`.
std::vector<Option> options_of(HeadKeys& head);

}  // namespace symh
