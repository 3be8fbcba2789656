#include "models/keys/convolution.h"

namespace symh {

std::vector<Option> options_of(ConvolutionKeys& convolution) {
  return {
      {"model.filters", &convolution.filters, "cnn: filters of each convolution", 1, 4096},
      {"model.kernels", &convolution.kernels, "cnn: kernel length of each convolution [samples]", 1, 999},
      {"model.strides", &convolution.strides, "cnn: stride of each convolution [samples]", 1, 99},
      {"model.padding", &convolution.padding, "cnn: zeros added at both ends [samples]", 0, 999},
      {"model.activation", &convolution.activation, "cnn: function after each convolution"},
      {"model.pooling", &convolution.pooling, "cnn: pooling after each convolution"},
      {"model.pool_size", &convolution.pool_size, "cnn: samples pooled into one", 1, 99},
  };
}

}  // namespace symh
