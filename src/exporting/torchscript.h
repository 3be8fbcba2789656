#pragma once
#include <string>

#include "graph/graph.h"

namespace symh {

/// The graph as a TorchScript file: `forward` takes the graph's inputs in their order and gives a dictionary
/// of its outputs by name. The bytes of the file.
std::string write_torchscript(const graph::Graph& graph);

}  // namespace symh
