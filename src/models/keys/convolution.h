#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "core/choices.h"

namespace symh {

/// The function after each convolution.
enum class Activation { relu, tanh, gelu };
template <>
inline constexpr auto choices<Activation> = std::to_array<Choice<Activation>>({{Activation::relu, "relu"},
                                                                               {Activation::tanh, "tanh"},
                                                                               {Activation::gelu, "gelu"}});

/// The pooling after each convolution.
enum class Pooling { none, max, average };
template <>
inline constexpr auto choices<Pooling> = std::to_array<Choice<Pooling>>({{Pooling::none, "none"},
                                                                         {Pooling::max, "max"},
                                                                         {Pooling::average, "average"}});

/// Keys of `[model]` for the convolutions of cnn and cnn_lstm.
struct ConvolutionKeys {
  std::vector<std::int64_t> filters{32, 32, 32};
  std::vector<std::int64_t> kernels{5, 5, 3};
  std::vector<std::int64_t> strides{2, 2, 2};
  std::int64_t padding = 2;
  Activation activation = Activation::relu;
  Pooling pooling = Pooling::none;
  std::int64_t pool_size = 2;
};

/// The rows of these keys, bound to `convolution`.
std::vector<Option> options_of(ConvolutionKeys& convolution);

}  // namespace symh
