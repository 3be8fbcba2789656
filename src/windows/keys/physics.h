#pragma once
#include <vector>

#include "config/options.h"
#include "core/choices.h"
#include "core/time.h"
#include "physics/ring_current_forecast.h"

namespace symh {

/// The ring-current forecast that windows.predict = "correction" corrects, by its name among
/// baseline_ring_current_models().
enum class PhysicsReference { obrien_mcpherron, burton, obrien_burton, obrien_mcpherron_held, burton_held };
template <>
inline constexpr auto choices<PhysicsReference> = std::to_array<Choice<PhysicsReference>>(
    {{PhysicsReference::obrien_mcpherron, "obrien_mcpherron"},
     {PhysicsReference::burton, "burton"},
     {PhysicsReference::obrien_burton, "obrien_burton"},
     {PhysicsReference::obrien_mcpherron_held, "obrien_mcpherron_held"},
     {PhysicsReference::burton_held, "burton_held"}});

/// `[physics]`: the ring-current forecasts among the inputs of the head, and the one that is corrected.
struct PhysicsConfig {
  PhysicsReference reference = PhysicsReference::obrien_mcpherron;
  std::vector<RingCurrentModel::Coupling> couplings{RingCurrentModel::Coupling::vbs,
                                                    RingCurrentModel::Coupling::newell};
  std::vector<double> delay_factors{0.85, 1.15};
  std::vector<Minutes> holds{Minutes{40}, Minutes{240}};
  std::vector<double> recovery_factors{1.0};
  Minutes drive_step{20};
};

/// The rows of `[physics]`, bound to `physics`.
std::vector<Option> options_of(PhysicsConfig& physics);

}  // namespace symh
