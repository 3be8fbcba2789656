#pragma once
#include <string>
#include <vector>

#include "config/config.h"

namespace symh {

/// The TorchScript source of `forward(self, x)` for a configuration, over the module's attributes: `mean`,
/// `scale`, `target_mean`, `target_scale`, and each network parameter under its name with '.' replaced by
/// '_'. `recurrent` lists the attributes of the recurrent weights in LibTorch's flat order.
std::string forward_script(const Config& config, const std::vector<std::string>& recurrent);

}  // namespace symh
