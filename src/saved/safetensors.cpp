#include "saved/safetensors.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace symh {
namespace {

constexpr std::size_t length_bytes = 8;
constexpr std::uint64_t longest_header = 16 << 20;

[[noreturn]] void refuse(const std::string& origin, const std::string& what) {
  throw DataError(
      fmt::format("{}: not a whole safetensors file: {}; restore it or train again", origin, what));
}

std::uint64_t read_length(const std::string& bytes, const std::string& origin) {
  if (bytes.size() < length_bytes) refuse(origin, "shorter than its header");
  std::uint64_t length = 0;
  for (std::size_t i = length_bytes; i-- > 0;) length = length << 8 | static_cast<unsigned char>(bytes[i]);
  if (length > longest_header || length > bytes.size() - length_bytes)
    refuse(origin, "header runs past the end");
  return length;
}

torch::Tensor read_tensor(const nlohmann::json& entry, const char* data, std::size_t size,
                          const std::string& origin) {
  if (entry.at("dtype") != "F32") refuse(origin, "a tensor is not float32");
  const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
  const auto offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > size)
    refuse(origin, "a tensor lies outside");
  std::uint64_t count = 1;
  for (const auto dimension : shape) {
    if (dimension < 0 || dimension > (1 << 28)) refuse(origin, "a shape is impossible");
    count *= static_cast<std::uint64_t>(dimension);
    if (count > size) refuse(origin, "a shape is larger than the file");
  }
  if (count * sizeof(float) != offsets[1] - offsets[0]) refuse(origin, "a shape does not fit its data");
  auto tensor = torch::empty(shape, torch::kFloat32);
  std::memcpy(tensor.data_ptr<float>(), data + offsets[0], count * sizeof(float));
  return tensor;
}

}  // namespace

std::string write_safetensors(const std::map<std::string, torch::Tensor>& tensors) {
  nlohmann::ordered_json header;
  std::string data;
  for (const auto& [name, tensor] : tensors) {
    const auto plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const auto size = static_cast<std::size_t>(plain.numel()) * sizeof(float);
    header[name] = {{"dtype", "F32"},
                    {"shape", plain.sizes().vec()},
                    {"data_offsets", {data.size(), data.size() + size}}};
    data.append(static_cast<const char*>(plain.data_ptr()), size);
  }
  std::string text = header.empty() ? "{}" : header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::string bytes;
  for (std::size_t i = 0; i < length_bytes; ++i) bytes += static_cast<char>(text.size() >> (8 * i) & 0xFF);
  return bytes + text + data;
}

std::map<std::string, torch::Tensor> read_safetensors(const std::string& bytes, const std::string& origin) {
  const auto length = read_length(bytes, origin);
  const char* data = bytes.data() + length_bytes + length;
  const std::size_t size = bytes.size() - length_bytes - length;
  std::map<std::string, torch::Tensor> tensors;
  try {
    const auto header = nlohmann::json::parse(bytes.substr(length_bytes, length));
    for (const auto& [name, entry] : header.items())
      if (name != "__metadata__") tensors[name] = read_tensor(entry, data, size, origin);
  } catch (const nlohmann::json::exception&) {
    refuse(origin, "its header is not the JSON expected");
  }
  return tensors;
}

}  // namespace symh
