#pragma once
#include <span>
#include <vector>

#include "windows/features/group.h"
#include "windows/keys/windows.h"
#include "windows/prepare.h"

namespace symh {

/// The horizon in samples.
std::vector<std::int64_t> lead_steps(const WindowsConfig& config);

/// What base_nt() reads.
FeatureNeeds base_needs(const WindowsConfig& config);

/// What a network's output is added to at each row and lead time, [row][lead] nT, by windows.predict: the
/// last value (change), 0 (level) or the forecast of physics.reference (correction).
std::vector<float> base_nt(const Prepared& prepared, const WindowsConfig& config,
                           std::span<const std::int64_t> rows);
/// The same inside a graph, [B, L]; of a level it is NaN nowhere.
graph::Value graph_base(const GraphIssue& issue);

/// Every ring-current baseline at the given rows, [row][model][lead] nT, in the order of
/// baseline_ring_current_models(); empty if the data have no solar wind.
std::vector<float> physics_nt(const Prepared& prepared, const WindowsConfig& config,
                              std::span<const std::int64_t> rows);

}  // namespace symh
