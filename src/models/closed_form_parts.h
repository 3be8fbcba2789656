#pragma once
#include <ATen/ATen.h>

#include <memory>
#include <string>

#include "core/error.h"
#include "job/config.h"
#include "models/closed_form.h"

namespace symh {

/// Closed forms compute in double on the CPU, whatever type the windows have.
inline torch::Tensor cpu_double(const torch::Tensor& x) { return x.detach().to(torch::kCPU, torch::kDouble); }

/// A forecast on the device and in the type of the windows.
inline torch::Tensor like_last(const torch::Tensor& forecast, const Batch& batch) {
  return forecast.to(batch.last_nt.device(), batch.last_nt.scalar_type());
}

/// The n newest of every `every` steps of [B, T, C], side by side: [B, n C].
inline graph::Value newest_steps(graph::Value inputs, std::int64_t count, std::int64_t every,
                                 std::int64_t channels) {
  return reshape(slice(inputs, 1, -(every * (count - 1) + 1), graph::to_the_end, every),
                 {-1, count * channels});
}

/// Runs `read` on a saved state. Anyone may have written the file, so its JSON errors become DataErrors;
/// every DataError names the state.
template <class Read>
auto read_state(const std::string& name, const Read& read) {
  try {
    return read();
  } catch (const nlohmann::json::exception& error) {
    throw DataError("the saved state of " + name + " cannot be read: " + error.what());
  } catch (const DataError& error) {
    throw DataError("the saved state of " + name + ": " + error.what());
  }
}

}  // namespace symh
