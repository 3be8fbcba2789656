#include "training/process_group.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/version.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>

#include "core/error.h"
#include "training/device.h"

// LibTorch contains Gloo and NCCL, but its headers include theirs, which are in other packages (libgloo-dev,
// libnccl-dev).
#if defined(USE_C10D_GLOO) && __has_include(<gloo/algorithm.h>)
#define SYMH_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#if defined(USE_C10D_NCCL) && __has_include(<nccl.h>)
#define SYMH_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#if defined(SYMH_GLOO) || defined(SYMH_NCCL)
#define SYMH_GROUPS
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

namespace symh {
namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

int number_of(const char* name, int least, int most) {
  const auto text = variable(name);
  int number = 0;
  const auto* end = text ? text->data() + text->size() : nullptr;
  if (!text || std::from_chars(text->data(), end, number) != std::from_chars_result{end, std::errc{}} ||
      number < least || number > most)
    throw UsageError(
        fmt::format("{} = \"{}\": training in several processes needs a whole number from {} to {} there; "
                    "start it by torchrun, srun or mpirun, or unset WORLD_SIZE",
                    name, text.value_or(""), least, most));
  return number;
}

#ifdef SYMH_GROUPS

constexpr std::chrono::minutes patience{5};

/// The address where a process meets the others, and its rank.
struct Meeting {
  int rank, size, port;
  std::string address;
};

Meeting meeting_of_environment(int size) {
  Meeting meeting{number_of("RANK", 0, size - 1), size, number_of("MASTER_PORT", 1, 65535), ""};
  const auto address = variable("MASTER_ADDR");
  if (!address)
    throw UsageError(
        "MASTER_ADDR is not set: training in several processes needs the address of the "
        "first process's machine there; set it, or unset WORLD_SIZE");
  meeting.address = *address;
  return meeting;
}

/// torchrun runs the store itself; without torchrun the first process does.
c10::intrusive_ptr<c10d::Store> store_of(const Meeting& meeting) {
  const bool kept = variable("TORCHELASTIC_USE_AGENT_STORE") == "True";
  c10d::TCPStoreOptions options;
  options.port = static_cast<std::uint16_t>(meeting.port);
  options.isServer = meeting.rank == 0 && !kept;
  options.timeout = patience;
  if (!kept) options.numWorkers = static_cast<std::size_t>(meeting.size);
  const auto round = variable("TORCHELASTIC_RESTART_COUNT").value_or("0");
  return c10::make_intrusive<c10d::PrefixStore>(
      "symh-" + round, c10::make_intrusive<c10d::TCPStore>(meeting.address, options));
}

/// The first line of LibTorch's message; a stack follows it.
std::string first_line(const std::exception& error) {
  const std::string text = error.what();
  return text.substr(0, text.find('\n'));
}

template <class Work>
void or_lost(int rank, int size, Work work) {
  try {
    work();
  } catch (const std::exception& error) {
    throw RunError(
        fmt::format("process {} of {} has lost another process ({}); the last checkpoint is kept: "
                    "start all processes again with --resume",
                    rank, size, first_line(error)));
  }
}

/// Any backend of c10d.
template <class Backend>
class Group : public ProcessGroup {
 public:
  Group(c10::intrusive_ptr<Backend> backend, const Meeting& meeting)
      : backend_(std::move(backend)), rank_(meeting.rank), size_(meeting.size) {}
  /// NCCL complains at the end of the program, or waits for ever, if nobody ends it.
  ~Group() override {
    try {
      if constexpr (requires {
                      backend_->abort();
                      backend_->shutdown();
                    }) {
        if (lost_)
          backend_->abort();
        else
          backend_->shutdown();
      }
    } catch (const std::exception&) {
      // The other processes are gone, and nothing is left to end.
    }
  }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;
  int rank() const override { return rank_; }
  int size() const override { return size_; }

  void sum(const std::vector<torch::Tensor>& tensors) override {
    all_at_once(tensors, [&](std::vector<torch::Tensor>& flat) { backend_->allreduce(flat)->wait(); });
  }
  void take_from_first(const std::vector<torch::Tensor>& tensors) override {
    all_at_once(tensors, [&](std::vector<torch::Tensor>& flat) { backend_->broadcast(flat)->wait(); });
  }

 private:
  /// Sends one message for all tensors of a type, which is cheaper than one for each.
  template <class Call>
  void all_at_once(const std::vector<torch::Tensor>& tensors, Call call) {
    if (tensors.empty()) return;
    const torch::NoGradGuard no_grad;
    std::vector<torch::Tensor> pieces;
    for (const auto& tensor : tensors) pieces.push_back(tensor.reshape({-1}));
    std::vector<torch::Tensor> flat{at::cat(pieces)};
    lost_ = true;
    or_lost(rank_, size_, [&] { call(flat); });
    lost_ = false;
    std::int64_t first = 0;
    for (const auto& tensor : tensors) {
      tensor.copy_(flat.front().narrow(0, first, tensor.numel()).view(tensor.sizes()));
      first += tensor.numel();
    }
  }

  c10::intrusive_ptr<Backend> backend_;
  int rank_, size_;
  bool lost_ = false;  ///< another process
};

#ifdef SYMH_GLOO

c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo_of(const Meeting& meeting) {
  auto options = c10d::ProcessGroupGloo::Options::create(patience);
  const auto interface = variable("GLOO_SOCKET_IFNAME");
  const bool loopback = meeting.address == "localhost" || meeting.address.starts_with("127.");
  options->devices.push_back(interface  ? c10d::ProcessGroupGloo::createDeviceForInterface(*interface)
                             : loopback ? c10d::ProcessGroupGloo::createDeviceForHostname(meeting.address)
                                        : c10d::ProcessGroupGloo::createDefaultDevice());
  return c10::make_intrusive<c10d::ProcessGroupGloo>(store_of(meeting), meeting.rank, meeting.size, options);
}

std::unique_ptr<ProcessGroup> meet_on_cpu(const Meeting& meeting) {
  return std::make_unique<Group<c10d::ProcessGroupGloo>>(gloo_of(meeting), meeting);
}

#else

std::unique_ptr<ProcessGroup> meet_on_cpu(const Meeting&) {
  throw UsageError(
      "this symh was built without Gloo, so several processes cannot train on the CPU; install libgloo-dev "
      "and build again, or unset WORLD_SIZE");
}

#endif

#ifdef SYMH_NCCL

/// By default NCCL waits for ever for a lost process, and LibTorch then ends this process without a message.
/// Blocking waits end with an error instead. LibTorch 2.2 changed the name of the variable.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 2)
constexpr auto* blocking_wait = "TORCH_NCCL_BLOCKING_WAIT";
#else
constexpr auto* blocking_wait = "NCCL_BLOCKING_WAIT";
#endif

std::unique_ptr<ProcessGroup> meet_on_cuda(const Meeting& meeting) {
  ::setenv(blocking_wait, "1", 0);
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = patience;
  return std::make_unique<Group<c10d::ProcessGroupNCCL>>(
      c10::make_intrusive<c10d::ProcessGroupNCCL>(store_of(meeting), meeting.rank, meeting.size, options),
      meeting);
}

#else

std::unique_ptr<ProcessGroup> meet_on_cuda(const Meeting&) {
  throw UsageError(
      "this symh was built without NCCL, so several processes cannot share CUDA devices; "
      "use training.device = \"cpu\", or one process");
}

#endif

#endif  // SYMH_GROUPS

}  // namespace

int rank_of_environment() {
  return variable("WORLD_SIZE") && variable("RANK") ? number_of("RANK", 0, 1 << 20) : 0;
}

std::unique_ptr<ProcessGroup> ProcessGroup::from_environment([[maybe_unused]] DeviceChoice device) {
  if (!variable("WORLD_SIZE")) return nullptr;
  const int size = number_of("WORLD_SIZE", 1, 1 << 20);
  if (size == 1) return nullptr;
#ifdef SYMH_GROUPS
  const auto meeting = meeting_of_environment(size);
  const auto on = choose_device(device);
  try {
    return on.is_cpu() ? meet_on_cpu(meeting) : meet_on_cuda(meeting);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw RunError(fmt::format("process {} of {} did not meet the others at {}:{} within {} min: {}",
                               meeting.rank, size, meeting.address, meeting.port, patience.count(),
                               first_line(error)));
  }
#else
  throw UsageError(fmt::format(
      "WORLD_SIZE = {}, but this symh was built without Gloo and NCCL; install libgloo-dev and build again, "
      "or unset WORLD_SIZE",
      size));
#endif
}

}  // namespace symh
