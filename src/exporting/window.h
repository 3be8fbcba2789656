#pragma once
#include "exporting/inputs.h"

namespace symh {

/// What one member sees of what is given: a Batch (windows/windows.h) without targets.
struct ExportedWindow {
  Value inputs;   ///< [B, T, C] scaled; 0 where missing or before the history
  Value present;  ///< [B, T] boolean, the steps of the history
  Value lengths;  ///< [B] int64, their number
  bool whole;     ///< only whole histories are forecast from, so that lengths say nothing
  Value head;     ///< [B, H] scaled; without features H is 0 and head_count too
  std::int64_t head_count;
  Value last_nt;  ///< [B] the target's last value, NaN where it is missing
  Value base_nt;  ///< [B, L]
  Value valid;    ///< [B] boolean: a forecast can be issued
};

/// Throws UsageError where a channel has no form in a graph.
ExportedWindow exported_window(const GivenSeries& series, const Model& model, WindPosition position);

}  // namespace symh
