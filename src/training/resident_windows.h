#pragma once
#include <torch/types.h>

#include <cstdint>
#include <span>

#include "windows/windows.h"

namespace symh {

/// Windows whose series is on a device, uploaded once. Tensor operations there put a batch together, with the
/// same values as Windows::batch, so that only the indices of the windows travel.
class ResidentWindows {
 public:
  /// `windows` must outlive this.
  ResidentWindows(const Windows& windows, torch::Device device);

  /// Like Windows::batch, on the device; the lengths stay on the CPU, because packing reads them there.
  Batch batch(std::span<const std::int64_t> chosen, const Windows::Request& request);

  /// The memory [bytes] that the windows need on the device, with the step targets if `step_targets`.
  static std::int64_t bytes(const Windows& windows, bool step_targets);

 private:
  torch::Tensor histories(const torch::Tensor& last_rows, const Batch& batch) const;
  torch::Tensor step_targets(const torch::Tensor& last_rows, const Batch& batch);
  torch::Tensor ages(std::int64_t every) const;

  const Windows& windows_;
  torch::Device device_;
  std::int64_t steps_;          ///< T of the longest history
  torch::Tensor rows_;          ///< [windows] row of the issue time
  Batch tables_;                ///< all windows, without inputs
  torch::Tensor inputs_;        ///< [rows, C] scaled
  torch::Tensor step_targets_;  ///< [rows, L]; undefined until a batch needs them
};

}  // namespace symh
