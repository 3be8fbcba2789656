#include "sources/registry.h"

// One row for each provider: `NAME` declares and calls NAME_provider() of providers/NAME.cpp.
#define SYMH_PROVIDERS(PROVIDER) \
  PROVIDER(isgi)                 \
  PROVIDER(kyoto)                \
  PROVIDER(omni)                 \
  PROVIDER(hapi)                 \
  PROVIDER(swpc)                 \
  PROVIDER(dst)                  \
  PROVIDER(ace)                  \
  PROVIDER(dscovr)               \
  PROVIDER(stations)

namespace symh {

#define SYMH_DECLARE(name) std::unique_ptr<Provider> name##_provider();
SYMH_PROVIDERS(SYMH_DECLARE)
#undef SYMH_DECLARE

std::vector<std::unique_ptr<Provider>> make_providers() {
  std::vector<std::unique_ptr<Provider>> providers;
#define SYMH_ADD(name) providers.push_back(name##_provider());
  SYMH_PROVIDERS(SYMH_ADD)
#undef SYMH_ADD
  return providers;
}

}  // namespace symh
