#pragma once
#include <memory>
#include <vector>

#include "sources/provider.h"

namespace symh {

/// All providers, in the order of the help, with empty settings.
std::vector<std::unique_ptr<Provider>> make_providers();

}  // namespace symh
