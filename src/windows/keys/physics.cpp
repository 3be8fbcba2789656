#include "windows/keys/physics.h"

namespace symh {

std::vector<Option> options_of(PhysicsConfig& physics) {
  return {
      {"physics.reference", &physics.reference,
       "the ring-current forecast that windows.predict = \"correction\" corrects; obrien_burton hands over "
       "from O'Brien-McPherron to Burton about -250 nT, as the first fades in superstorms"},
      {"physics.couplings", &physics.couplings, "bank: coupling functions that drive the ring current"},
      {"physics.delay_factors", &physics.delay_factors, "bank: factors on the delay from L1 to Earth", 0.1,
       3},
      {"physics.holds", &physics.holds,
       "bank: e-folding times with which the drive decays after the newest sample", 1, 43200},
      {"physics.recovery_factors", &physics.recovery_factors,
       "bank: factors on the decay time of the ring current", 0.1, 10},
      {"physics.drive_step", &physics.drive_step,
       "drive: length of the intervals over which the arriving solar wind is averaged", 1, 1440},
  };
}

}  // namespace symh
