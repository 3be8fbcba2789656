#include "training/device.h"

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <fmt/format.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <charconv>
#include <cstdlib>
#ifdef SYMH_CUDA
#include <cuda_runtime_api.h>
#endif

#include "core/error.h"

namespace symh {
namespace {

// From LibTorch 2.4 on autocast takes the device as an argument; before, each device has its own functions.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)

bool autocast_is_on(torch::DeviceType type) { return at::autocast::is_autocast_enabled(type); }
void set_autocast(torch::DeviceType type, bool on) { at::autocast::set_autocast_enabled(type, on); }
torch::ScalarType autocast_type(torch::DeviceType type) { return at::autocast::get_autocast_dtype(type); }
void set_autocast_type(torch::DeviceType type, torch::ScalarType to) {
  at::autocast::set_autocast_dtype(type, to);
}

#else

bool autocast_is_on(torch::DeviceType type) {
  return type == torch::kCUDA ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}
void set_autocast(torch::DeviceType type, bool on) {
  type == torch::kCUDA ? at::autocast::set_enabled(on) : at::autocast::set_cpu_enabled(on);
}
torch::ScalarType autocast_type(torch::DeviceType type) {
  return type == torch::kCUDA ? at::autocast::get_autocast_gpu_dtype()
                              : at::autocast::get_autocast_cpu_dtype();
}
void set_autocast_type(torch::DeviceType type, torch::ScalarType to) {
  type == torch::kCUDA ? at::autocast::set_autocast_gpu_dtype(to) : at::autocast::set_autocast_cpu_dtype(to);
}

#endif

#ifdef SYMH_CUDA

void check(cudaError_t result, const char* asked) {
  if (result == cudaSuccess) return;
  throw RunError(fmt::format("CUDA does not report {}: {}; look at nvidia-smi and at the driver's version",
                             asked, cudaGetErrorString(result)));
}

int index_of(torch::Device device) {
  int index = device.index();
  if (index < 0) check(cudaGetDevice(&index), "the current device");
  return index;
}

#endif

/// Calls `take(tensor)` for every tensor of the batch that a device needs.
template <class Take>
void each_sent(Batch& batch, Take take) {
  for (auto* tensor : {&batch.inputs, &batch.head, &batch.targets, &batch.last_nt, &batch.base_nt,
                       &batch.observed_nt, &batch.step_targets})
    if (tensor->defined()) take(*tensor);
}

}  // namespace

torch::Device choose_device(DeviceChoice choice) {
  const bool there = torch::cuda::is_available();
  if (choice == DeviceChoice::cuda && !there)
    throw UsageError(
        "training.device = \"cuda\": this LibTorch sees no CUDA device; use \"auto\" or \"cpu\"");
  if (!there || choice == DeviceChoice::cpu) return torch::Device(torch::kCPU);
  if (std::getenv("WORLD_SIZE") == nullptr) return {torch::kCUDA, -1};
  const auto* name = std::getenv("LOCAL_RANK") != nullptr ? "LOCAL_RANK" : "RANK";
  const auto* rank = std::getenv(name);
  const auto devices = static_cast<int>(torch::cuda::device_count());
  return {torch::kCUDA,
          static_cast<torch::DeviceIndex>(device_of_rank(name, rank == nullptr ? "" : rank, devices))};
}

int device_of_rank(std::string_view name, std::string_view rank, int devices) {
  int index = 0;
  const auto [end, fault] = std::from_chars(rank.data(), rank.data() + rank.size(), index);
  if (fault == std::errc{} && end == rank.data() + rank.size() && index >= 0 && index < devices) return index;
  throw UsageError(fmt::format(
      "{} = \"{}\": this machine has {} CUDA device{}, and each process needs one of its own, from "
      "0 on; start as many processes here as devices (torchrun --nproc-per-node {}), or use "
      "training.device = \"cpu\"",
      name, rank, devices, devices == 1 ? "" : "s", devices));
}

void make_repeatable(torch::Device device) {
  if (!device.is_cuda()) return;
  at::globalContext().setDeterministicCuDNN(true);
  at::globalContext().setAllowTF32CuDNN(false);
  // NVIDIA's notes on cuDNN's recurrent layers ask for it; cuBLAS reads it on its first use.
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:2", 0);
}

#ifdef SYMH_CUDA

std::optional<std::int64_t> free_memory(torch::Device device) {
  if (!device.is_cuda()) return std::nullopt;
  const c10::DeviceGuard guard({device.type(), static_cast<c10::DeviceIndex>(index_of(device))});
  std::size_t free = 0, whole = 0;
  check(cudaMemGetInfo(&free, &whole), "the free memory");
  return static_cast<std::int64_t>(free);
}

std::optional<int> compute_capability(torch::Device device) {
  if (!device.is_cuda()) return std::nullopt;
  int major = 0, minor = 0;
  const int index = index_of(device);
  check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, index), "the compute capability");
  check(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, index), "the compute capability");
  return 10 * major + minor;
}

#else

std::optional<std::int64_t> free_memory(torch::Device) { return std::nullopt; }
std::optional<int> compute_capability(torch::Device) { return std::nullopt; }

#endif

Precision choose_precision(PrecisionChoice choice, std::optional<int> capability) {
  constexpr int first_with_bf16 = 80;
  if (choice == PrecisionChoice::float32) return Precision::float32;
  const bool there = capability.value_or(0) >= first_with_bf16;
  if (choice == PrecisionChoice::automatic) return there ? Precision::bf16 : Precision::float32;
  if (capability && !there)
    throw UsageError(fmt::format(
        "training.precision = \"bf16\": this CUDA device has compute capability {}.{}, and bf16 needs "
        "8.0 or later; use \"auto\" or \"float32\"",
        *capability / 10, *capability % 10));
  return Precision::bf16;
}

Precision choose_precision(PrecisionChoice choice, torch::Device device) {
  return choose_precision(choice, compute_capability(device));
}

Autocast::Autocast(torch::Device device, Precision precision)
    : type_(device.type()), on_(precision == Precision::bf16) {
  if (!on_) return;
  was_on_ = autocast_is_on(type_);
  was_type_ = autocast_type(type_);
  set_autocast_type(type_, torch::kBFloat16);
  set_autocast(type_, true);
}

Autocast::~Autocast() {
  if (!on_) return;
  set_autocast(type_, was_on_);
  set_autocast_type(type_, was_type_);
  at::autocast::clear_cache();  // it holds weights, which the optimizer is about to change
}

Batch to_device(Batch batch, torch::Device device) {
  if (!device.is_cpu()) each_sent(batch, [&](torch::Tensor& tensor) { tensor = tensor.to(device); });
  return batch;
}

Lane::Lane(torch::Device device) : device_(device) {
  if (!device.is_cpu()) stream_ = c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device);
}

Lane::Sent Lane::send(Batch batch) const {
  if (!stream_) return {std::move(batch), std::nullopt};
  const c10::StreamGuard on_lane(*stream_);
  // LibTorch keeps the pinned memory, whose tensor ends here, until the stream has read it.
  each_sent(batch, [&](torch::Tensor& tensor) {
    tensor = tensor.pin_memory().to(stream_->device(), /*non_blocking=*/true);
  });
  c10::Event arrival(device_.type());
  arrival.record(*stream_);
  return {std::move(batch), std::move(arrival)};
}

Batch Lane::receive(Sent sent) const {
  if (!sent.arrival) return std::move(sent.batch);
  const auto reader = c10::impl::VirtualGuardImpl(device_.type()).getStream(device_);
  sent.arrival->block(reader);
  // The memory belongs to the lane, which must not reuse it while `reader` still reads this batch.
  each_sent(sent.batch, [&](torch::Tensor& tensor) { tensor.record_stream(reader); });
  return std::move(sent.batch);
}

}  // namespace symh
