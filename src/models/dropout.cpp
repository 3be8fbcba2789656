#include "models/dropout.h"

#include <ATen/ATen.h>

#include <cmath>
#include <optional>

#include "core/vector_clones.h"

namespace symh {
namespace {

/// Elements are drawn by their number, so that many are drawn at once: LibTorch's stream, which draws one
/// after the other, took a tenth of a training step.
struct Stream {
  std::uint64_t seed;
  std::uint32_t drawn = 0;  ///< elements so far
};

thread_local std::optional<Stream> stream;

/// to = `scale` with the probability of `limit` in 2^32, else 0. The bits of a number and the seed are mixed
/// as in MurmurHash3.
SYMH_VECTOR_CLONES
void draw(std::uint64_t seed, std::uint32_t first, std::int64_t count, std::uint32_t limit, float scale,
          float* to) {
  const auto low = static_cast<std::uint32_t>(seed), high = static_cast<std::uint32_t>(seed >> 32);
  for (std::int64_t i = 0; i < count; ++i) {
    std::uint32_t bits = (first + static_cast<std::uint32_t>(i)) * 0x9E3779B9U + low;
    bits = (bits ^ (bits >> 16)) * 0x85EBCA6BU + high;
    bits = (bits ^ (bits >> 13)) * 0xC2B2AE35U;
    bits = (bits ^ (bits >> 16)) * 0x85EBCA6BU;
    bits ^= bits >> 15;
    to[i] = bits < limit ? scale : 0.0F;
  }
}

}  // namespace

DropoutStream::DropoutStream(std::uint64_t seed) { stream = Stream{seed}; }

DropoutStream::~DropoutStream() { stream.reset(); }

torch::Tensor drop(const torch::Tensor& x, double share, bool training) {
  if (!training || share <= 0) return x;
  if (!stream || !x.device().is_cpu()) return at::dropout(x, share, true);
  const auto kept = at::empty(x.sizes(), at::kFloat);
  constexpr double all = 4294967295.0;  // 2^32 - 1
  draw(stream->seed, stream->drawn, kept.numel(), static_cast<std::uint32_t>(std::round((1 - share) * all)),
       static_cast<float>(1 / (1 - share)), kept.data_ptr<float>());
  stream->drawn += static_cast<std::uint32_t>(kept.numel());
  return x * kept.to(x.scalar_type());
}

}  // namespace symh
