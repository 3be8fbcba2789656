#pragma once
#include <cstdint>

#include "series/series.h"
#include "windows/graph_series.h"
#include "windows/keys/windows.h"

namespace symh {

struct Scaling;

/// A batch of windows inside a graph: what `Batch` (windows.h) holds as tensors, without the targets.
/// B windows, T steps, C channels, L lead times, H features of the head.
struct GraphWindow {
  graph::Value inputs;      ///< [B, T, C] scaled; 0 where missing or before the history
  graph::Value present;     ///< [B, T] boolean: true at the steps of the history
  graph::Value lengths;     ///< [B] int64: the number of steps of each history
  bool whole;               ///< true if every history has T steps, so that `lengths` can be ignored
  graph::Value head;        ///< [B, H] scaled; must not be read if head_count is 0
  std::int64_t head_count;  ///< H
  graph::Value last_nt;     ///< [B] the target's last value; NaN if it is missing
  graph::Value base_nt;     ///< [B, L] the forecast that the model's output is added to
  graph::Value valid;       ///< [B] boolean: true if a forecast can be issued
};

/// The windows of one model that end at the newest sample. Throws UsageError for an unknown channel.
GraphWindow graph_window(const GraphSeries& series, const WindowsConfig& config, const Scaling& scaling,
                         WindPosition position);

}  // namespace symh
