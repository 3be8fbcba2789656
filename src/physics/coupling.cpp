#include "physics/coupling.h"

namespace symh {

float newell_coupling_per_mv_m() {
  static const float unit = std::pow(400.F, 4.F / 3) * std::pow(5.F, 2.F / 3) / 2.F;
  return unit;
}

}  // namespace symh
