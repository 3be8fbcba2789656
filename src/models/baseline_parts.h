#pragma once
#include <ATen/ATen.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/error.h"
#include "models/baselines.h"

namespace symh {

/// Linear autoregression of `leads` changes on the flattened window; see Ridge in ridge.cpp.
std::unique_ptr<Baseline> make_ridge(std::int64_t leads);

/// Brings the products of ridge with the last value to the size of its other features.
inline constexpr double typical_storm_nt = 100.0;

/// Baselines compute in double on the CPU, whatever the windows are in.
inline torch::Tensor cpu_double(const torch::Tensor& x) { return x.detach().to(torch::kCPU, torch::kDouble); }

/// A forecast where and in the type that the windows are in.
inline torch::Tensor like_last(const torch::Tensor& forecast, const Batch& batch) {
  return forecast.to(batch.last_nt.device(), batch.last_nt.scalar_type());
}

/// Runs `read`; a state comes from files that anyone may have written, so what fails in it is a DataError.
template <class Read>
auto read_state(const std::string& name, const Read& read) {
  try {
    return read();
  } catch (const nlohmann::json::exception& error) {
    throw DataError("the saved state of baseline " + name + " cannot be read: " + error.what());
  }
}

}  // namespace symh
