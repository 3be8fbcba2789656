#include "saved/safetensors.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"

namespace symh {
namespace {

constexpr std::size_t length_bytes = 8;
constexpr std::uint64_t longest_header = 16 << 20;
constexpr std::size_t most_dimensions = 8;

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

std::vector<std::int64_t> whole_numbers(const nlohmann::json& list, std::int64_t high,
                                        const std::string& origin) {
  std::vector<std::int64_t> numbers;
  try {
    for (const auto& number : list) numbers.push_back(whole_number(number, 0, high));
  } catch (const DataError& error) {
    refuse(origin, error.what());
  }
  return numbers;
}

torch::Tensor read_tensor(const nlohmann::json& entry, const char* data, std::size_t size,
                          const std::string& origin) {
  if (entry.at("dtype") != "F32") refuse(origin, "a tensor is not float32");
  const auto shape = whole_numbers(entry.at("shape"), 1 << 28, origin);
  const auto offsets = whole_numbers(entry.at("data_offsets"), static_cast<std::int64_t>(size), origin);
  if (offsets.size() != 2 || offsets[0] > offsets[1]) refuse(origin, "a tensor lies outside");
  if (shape.size() > most_dimensions) refuse(origin, "a shape is impossible");
  std::uint64_t count = 1;
  for (const auto dimension : shape) {
    count *= static_cast<std::uint64_t>(dimension);
    if (count > size) refuse(origin, "a shape is larger than the file");
  }
  if (count * sizeof(float) != static_cast<std::uint64_t>(offsets[1] - offsets[0]))
    refuse(origin, "a shape does not fit its data");
  auto tensor = torch::empty(shape, torch::kFloat32);
  std::memcpy(tensor.data_ptr<float>(), data + offsets[0], count * sizeof(float));
  return tensor;
}

std::size_t data_bytes(const torch::Tensor& tensor) {
  return static_cast<std::size_t>(tensor.numel()) * sizeof(float);
}

/// All that lies before the data: the length of the header, and the header.
std::string head_of(const std::map<std::string, torch::Tensor>& tensors) {
  nlohmann::ordered_json header;
  std::size_t at = 0;
  for (const auto& [name, tensor] : tensors) {
    const auto end = at + data_bytes(tensor);
    header[name] = {{"dtype", "F32"}, {"shape", tensor.sizes().vec()}, {"data_offsets", {at, end}}};
    at = end;
  }
  std::string text = header.empty() ? "{}" : header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::string bytes;
  for (std::size_t i = 0; i < length_bytes; ++i) bytes += static_cast<char>(text.size() >> (8 * i) & 0xFF);
  return bytes + text;
}

}  // namespace

std::string write_safetensors(const std::map<std::string, torch::Tensor>& tensors) {
  auto bytes = head_of(tensors);
  for (const auto& [name, tensor] : tensors) {
    const auto plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    bytes.append(static_cast<const char*>(plain.data_ptr()), data_bytes(plain));
  }
  return bytes;
}

std::size_t safetensors_bytes(const std::map<std::string, torch::Tensor>& tensors) {
  auto bytes = head_of(tensors).size();
  for (const auto& [name, tensor] : tensors) bytes += data_bytes(tensor);
  return bytes;
}

std::map<std::string, torch::Tensor> read_safetensors(const std::string& bytes, const std::string& origin) {
  const auto length = read_length(bytes, origin);
  const char* data = bytes.data() + length_bytes + length;
  const std::size_t size = bytes.size() - length_bytes - length;
  std::map<std::string, torch::Tensor> tensors;
  try {
    const auto header =
        parse_json(std::string_view(bytes).substr(length_bytes, length), origin, "restore it or train again");
    std::size_t all_bytes = 0;
    for (const auto& [name, entry] : header.items()) {
      if (name == "__metadata__") continue;
      const auto& tensor = tensors[name] = read_tensor(entry, data, size, origin);
      all_bytes += data_bytes(tensor);
      if (all_bytes > size) refuse(origin, "its tensors overlap");  // they could fill any memory
    }
  } catch (const nlohmann::json::exception&) {
    refuse(origin, "its header is not the JSON expected");
  }
  return tensors;
}

}  // namespace symh
