#include "core/version.h"

namespace symh {

// SYMH_VERSION is defined for this file alone, so that a new version compiles one file and not all.
constinit const std::string_view version = SYMH_VERSION;

}  // namespace symh
