#include "saved/error_model_file.h"

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "core/error.h"
#include "core/file.h"
#include "saved/safetensors.h"

namespace symh {
namespace {

constexpr const char* step_key = "step_minutes";

std::string prefix(bool late) { return late ? "late." : "in_time."; }

std::string depth_key(bool late, std::size_t depth) { return fmt::format("{}depth{}", prefix(late), depth); }

torch::Tensor table(const std::vector<float>& values, std::size_t columns) {
  return torch::tensor(values).view({-1, static_cast<std::int64_t>(columns)});
}

std::vector<float> values_of(const torch::Tensor& tensor) {
  const auto flat = tensor.contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

/// A table of numbers with `columns` columns (0: any), and any number of rows.
const torch::Tensor& tensor_at(const std::map<std::string, torch::Tensor>& tensors, const std::string& key,
                               std::int64_t columns) {
  const auto found = tensors.find(key);
  if (found == tensors.end()) throw DataError(fmt::format("it has no {}", key));
  const auto& tensor = found->second;
  if (tensor.scalar_type() != torch::kFloat32 || tensor.dim() != 2 ||
      (columns > 0 && tensor.size(1) != columns))
    throw DataError(fmt::format("{} is no table of 32-bit numbers with {} columns", key, columns));
  return tensor;
}

ErrorsWhen errors_of(const std::map<std::string, torch::Tensor>& tensors, bool late, std::size_t length) {
  ErrorsWhen errors{late, values_of(tensor_at(tensors, prefix(late) + "shape", trajectory_members)), {}};
  for (std::size_t depth = 0; depth < depth_classes; ++depth)
    errors.by_depth.push_back(
        {length, values_of(tensor_at(tensors, depth_key(late, depth), static_cast<std::int64_t>(length)))});
  return errors;
}

ErrorModel model_of(const std::map<std::string, torch::Tensor>& tensors, Minutes reach) {
  const auto& step = tensor_at(tensors, step_key, 1);
  const float minutes = step.numel() == 1 ? step.item<float>() : 0;
  if (!(minutes >= 1 && minutes <= static_cast<float>(reach.count()) && minutes == std::floor(minutes)))
    throw DataError("its step is no whole number of minutes up to the longest lead time");
  ErrorModel model{Minutes{static_cast<int>(minutes)}, {}};
  const auto length = static_cast<std::size_t>(reach / model.step) + 1;
  for (const bool late : {false, true})
    if (tensors.contains(prefix(late) + "shape")) model.when.push_back(errors_of(tensors, late, length));
  if (model.when.empty()) throw DataError("it has no errors");
  if (const auto fault = fault_of(model, length); !fault.empty()) throw DataError(fault);
  return model;
}

}  // namespace

void write_error_model(const ErrorModel& model, const std::filesystem::path& folder) {
  std::map<std::string, torch::Tensor> tensors{
      {step_key, torch::tensor({static_cast<float>(model.step.count())}).view({1, 1})}};
  for (const auto& errors : model.when) {
    tensors[prefix(errors.late) + "shape"] = table(errors.shape, trajectory_members);
    for (std::size_t depth = 0; depth < errors.by_depth.size(); ++depth)
      tensors[depth_key(errors.late, depth)] =
          table(errors.by_depth[depth].errors, errors.by_depth[depth].length);
  }
  write_file_atomically(folder / error_model_file, write_safetensors(tensors));
}

ErrorModel read_error_model(const SavedFiles& files, Minutes reach) {
  if (!files.has(error_model_file)) return {};
  const auto path = (files.folder() / error_model_file).string();
  try {
    return model_of(read_safetensors(files.read(error_model_file), path), reach);
  } catch (const DataError& error) {
    const std::string what = error.what();
    throw DataError(what.starts_with(path)
                        ? what
                        : fmt::format("{}: {}; restore the run folder or train again", path, what));
  }
}

}  // namespace symh
