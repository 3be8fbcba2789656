#pragma once
#include <torch/types.h>

#include <map>
#include <string>

namespace symh {

/// Named float32 tensors in the safetensors layout (8-byte little-endian header length, JSON header, raw
/// data): nothing in it can run, and Python reads it as it is.
std::string write_safetensors(const std::map<std::string, torch::Tensor>& tensors);

/// Reads them back; every offset, shape and length is checked. Throws DataError that names `origin`.
std::map<std::string, torch::Tensor> read_safetensors(const std::string& bytes, const std::string& origin);

}  // namespace symh
