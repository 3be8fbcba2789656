#pragma once
#include <torch/types.h>

#include <cstdint>
#include <span>

#include "windows/windows.h"

namespace symh {

/// Windows whose series lies on a device, uploaded once: a batch is put together there by tensor operations,
/// value for value what Windows::batch cuts, so that only the numbers of the windows travel.
class ResidentWindows {
 public:
  /// `windows` must outlive this.
  ResidentWindows(const Windows& windows, torch::Device device);

  /// As Windows::batch, on the device but for the lengths, which stay on the CPU, where packing wants them.
  Batch batch(std::span<const std::int64_t> chosen, const Windows::Request& request);

  /// What they take of the device's memory [bytes], those of the step targets too where they are asked for.
  static std::int64_t bytes(const Windows& windows, bool step_targets);

 private:
  torch::Tensor histories(const torch::Tensor& last_rows, const Batch& batch) const;
  torch::Tensor step_targets(const torch::Tensor& last_rows, const Batch& batch);
  torch::Tensor ages(std::int64_t every) const;

  const Windows& windows_;
  torch::Device device_;
  std::int64_t steps_;          ///< T of the longest history
  torch::Tensor rows_;          ///< [windows] row of the issue time
  Batch tables_;                ///< of every window, without inputs
  torch::Tensor inputs_;        ///< [rows, C] scaled
  torch::Tensor step_targets_;  ///< [rows, L]; undefined until a batch wants them
};

}  // namespace symh
