#include "training/resident_windows.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

#include "training/device.h"

namespace symh {
namespace {

/// [rows, width] on the device; `fill(row, to)` writes one row.
template <class Fill>
torch::Tensor table_of_rows(std::size_t rows, std::size_t width, torch::Device device, Fill fill) {
  auto table = torch::empty({static_cast<std::int64_t>(rows), static_cast<std::int64_t>(width)});
  auto* to = table.data_ptr<float>();
  for (std::size_t row = 0; row < rows; ++row, to += width) fill(row, to);
  return table.to(device);
}

Batch tables_of(const Windows& windows, torch::Device device) {
  Windows::Request without_inputs;
  without_inputs.every = 0;
  return to_device(windows.batch(0, windows.size(), without_inputs), device);
}

torch::Tensor on_device(std::span<const std::int64_t> values, torch::Device device) {
  return torch::tensor(std::vector<std::int64_t>(values.begin(), values.end()), torch::kInt64).to(device);
}

/// Rows of `table` [rows, width] by `index` of any shape: [..., width].
torch::Tensor take_rows(const torch::Tensor& table, const torch::Tensor& index) {
  auto sizes = index.sizes().vec();
  sizes.push_back(table.size(1));
  // Steps before a short history may be before the series; blank() overwrites the values taken for them.
  return table.index_select(0, index.clamp_min(0).reshape({-1})).view(sizes);
}

/// Sets the values that are older than their history; `ages` and `lengths` broadcast with all dimensions of
/// [..., width] but the last.
torch::Tensor blank(torch::Tensor values, const torch::Tensor& ages, const torch::Tensor& lengths,
                    float blank) {
  return values.masked_fill_(ages.ge(lengths).unsqueeze(-1), blank);
}

}  // namespace

ResidentWindows::ResidentWindows(const Windows& windows, torch::Device device)
    : windows_(windows),
      device_(device),
      steps_(longest_history(windows.config())),
      rows_(on_device(windows.rows().all(), device)),
      tables_(tables_of(windows, device)),
      inputs_(table_of_rows(windows.prepared().rows(), windows.prepared().inputs.size(), device,
                            [&](std::size_t row, float* to) { windows.scaled_row(row, to); })) {}

std::int64_t ResidentWindows::bytes(const Windows& windows, bool step_targets) {
  const auto channels = windows.prepared().inputs.size(), leads = windows.config().horizon.size();
  const auto features = windows.scaling().head_mean.size();
  const auto of_row = sizeof(float) * (channels + (step_targets ? leads : 0));
  const auto of_window = sizeof(std::int64_t) + sizeof(float) * (features + 1 + 3 * leads);
  return static_cast<std::int64_t>(windows.prepared().rows() * of_row + windows.rows().size() * of_window);
}

/// [T] the age of each step of the inputs, oldest first.
torch::Tensor ResidentWindows::ages(std::int64_t every) const {
  return torch::arange((steps_ - 1) / every * every, std::int64_t{-1}, -every,
                       torch::TensorOptions(torch::kInt64).device(device_));
}

/// The inputs in the memory order of Windows: step by step.
torch::Tensor ResidentWindows::histories(const torch::Tensor& last_rows, const Batch& batch) const {
  const auto back = ages(batch.every).unsqueeze(1);
  auto inputs = take_rows(inputs_, last_rows.unsqueeze(0) - back);
  if (batch.lengths.lt(steps_).any().item<bool>())
    inputs = blank(inputs, back, batch.lengths.to(device_).unsqueeze(0), 0.F);
  return inputs.transpose(0, 1);
}

torch::Tensor ResidentWindows::step_targets(const torch::Tensor& last_rows, const Batch& batch) {
  if (!step_targets_.defined())
    step_targets_ = table_of_rows(
        windows_.prepared().rows(), windows_.config().horizon.size(), device_,
        [&](std::size_t row, float* to) { windows_.step_targets_at(static_cast<std::int64_t>(row), to); });
  const auto back = ages(1).unsqueeze(0);
  return blank(take_rows(step_targets_, last_rows.unsqueeze(1) - back), back,
               batch.lengths.to(device_).unsqueeze(1), missing);
}

Batch ResidentWindows::batch(std::span<const std::int64_t> chosen, const Windows::Request& request) {
  const auto index = on_device(chosen, device_);
  const auto of = [&](const torch::Tensor& table) { return table.index_select(0, index); };
  Batch batch;
  batch.head = of(tables_.head);
  batch.targets = of(tables_.targets);
  batch.last_nt = of(tables_.last_nt);
  batch.base_nt = of(tables_.base_nt);
  batch.observed_nt = of(tables_.observed_nt);
  batch.lengths = windows_.history_lengths(chosen, request);
  batch.every = std::max<std::int64_t>(request.every, 1);
  const auto last_rows = of(rows_);
  if (request.every > 0) batch.inputs = histories(last_rows, batch);
  if (request.step_targets) batch.step_targets = step_targets(last_rows, batch);
  return batch;
}

}  // namespace symh
