#pragma once
#include <string>

#include "graph/graph.h"

namespace symh {

/// The labels of an ONNX file.
struct OnnxLabels {
  std::string name;         ///< the graph's name
  std::string text;         ///< doc_string, for people
  std::string description;  ///< `symh` among metadata_props, as JSON
};

/// The bytes of the graph as an ONNX file of operator set 13 (2020), which ONNX Runtime reads from
/// version 1.5 on. check_onnx() has accepted them.
std::string write_onnx(const graph::Graph& graph, const OnnxLabels& labels);

/// Throws RunError if ONNX's own checker or its inference of types and shapes finds a fault.
void check_onnx(const std::string& bytes);

}  // namespace symh
