#pragma once
#include <string>

#include "graph/graph.h"

namespace symh {

/// The bytes of the graph as a TorchScript file: `forward` takes the graph's inputs in their order and
/// returns a dictionary of its outputs by name.
std::string write_torchscript(const graph::Graph& graph);

}  // namespace symh
