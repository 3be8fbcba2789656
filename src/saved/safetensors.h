#pragma once
#include <torch/types.h>

#include <cstddef>
#include <map>
#include <string>

namespace symh {

/// Named float32 tensors in the safetensors layout (8-byte little-endian header length, JSON header, raw
/// data). Such a file cannot run code, and Python reads it directly.
std::string write_safetensors(const std::map<std::string, torch::Tensor>& tensors);

/// The number of bytes that write_safetensors() gives.
std::size_t safetensors_bytes(const std::map<std::string, torch::Tensor>& tensors);

/// Reads them back; every offset, shape and length is checked. Throws DataError that names `origin`.
std::map<std::string, torch::Tensor> read_safetensors(const std::string& bytes, const std::string& origin);

}  // namespace symh
