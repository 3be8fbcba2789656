#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "core/choices.h"
#include "core/time.h"
#include "windows/keys/physics.h"

namespace symh {

/// What a network gives: the change since issue time, the level, or the correction of physics.reference.
enum class Predict { change, level, correction };
template <>
inline constexpr auto choices<Predict> = std::to_array<Choice<Predict>>(
    {{Predict::change, "change"}, {Predict::level, "level"}, {Predict::correction, "correction"}});

/// Whether every window must hold solar wind.
enum class Drivers { required, optional };
template <>
inline constexpr auto choices<Drivers> = std::to_array<Choice<Drivers>>({{Drivers::required, "required"},
                                                                         {Drivers::optional, "optional"}});

/// `[windows]`: what a window holds.
struct WindowsConfig {
  Minutes cadence{5};
  Minutes lookback{240};
  Minutes lookback_min{0};
  std::vector<Minutes> horizon{Minutes{60}, Minutes{120}};
  Minutes stride{5};
  Minutes quiet_stride{0};
  Minutes storm_margin{720};
  std::vector<std::string> channels{"sym_h"};
  std::vector<std::string> head;
  std::string target = "sym_h";
  Predict predict = Predict::change;
  bool difference = false;
  Minutes fill_limit{60};
  Drivers drivers = Drivers::required;
  double driver_dropout = 0.15;
  PhysicsConfig physics;
};

/// The rows of `[windows]` and `[physics]`, bound to `windows`.
std::vector<Option> options_of(WindowsConfig& windows);

/// Throws UsageError, beginning with `origin`, where values that are good by themselves do not go together.
void check_together(const WindowsConfig& windows, const std::string& origin);

}  // namespace symh
