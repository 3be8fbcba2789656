#include "models/dropout.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <optional>

namespace symh {
namespace {

thread_local std::optional<at::Generator> stream;

}  // namespace

DropoutStream::DropoutStream(std::uint64_t seed) { stream = at::make_generator<at::CPUGeneratorImpl>(seed); }

DropoutStream::~DropoutStream() { stream.reset(); }

torch::Tensor drop(const torch::Tensor& x, double share, bool training) {
  if (!training || share <= 0) return x;
  if (!stream || !x.device().is_cpu()) return at::dropout(x, share, true);
  const auto kept = at::empty_like(x, x.options().requires_grad(false)).bernoulli_(1 - share, *stream);
  return x * kept.mul_(1 / (1 - share));
}

}  // namespace symh
