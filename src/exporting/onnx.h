#pragma once
#include <string>

#include "graph/graph.h"

namespace symh {

/// What an ONNX file says of itself.
struct OnnxLabels {
  std::string name;         ///< of the graph
  std::string text;         ///< for people: doc_string
  std::string description;  ///< JSON: `symh` of metadata_props
};

/// The graph as an ONNX file of operator set 13 (2020), which any ONNX Runtime from 1.5 on reads. The bytes
/// of the file, as check_onnx accepts them.
std::string write_onnx(const graph::Graph& graph, const OnnxLabels& labels);

/// Throws RunError where ONNX's own checker or its inference of types and shapes finds a fault.
void check_onnx(const std::string& bytes);

}  // namespace symh
