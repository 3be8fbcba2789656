#include "windows/keys/physics.h"

namespace symh {

std::vector<Option> options_of(PhysicsConfig& physics) {
  return {
      {"physics.reference", &physics.reference,
       "the ring-current forecast that windows.predict = \"correction\" corrects"},
      {"physics.couplings", &physics.couplings, "bank: what drives"},
      {"physics.delay_factors", &physics.delay_factors, "bank: on the delay from L1 to Earth", 0.1, 3},
      {"physics.holds", &physics.holds, "bank: e-folding times of the drive after the newest sample"},
      {"physics.recovery_factors", &physics.recovery_factors, "bank: on the decay time", 0.1, 10},
      {"physics.drive_step", &physics.drive_step, "drive: stretches that the arriving wind is averaged over"},
  };
}

}  // namespace symh
