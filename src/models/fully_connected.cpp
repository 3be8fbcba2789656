#include "models/fully_connected.h"

#ifdef SYMH_ONEDNN

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

#include "models/matrix_product.h"
#include "models/product_parts.h"
#include "models/recycled.h"

namespace symh {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows, or columns of weights, that a thread takes at once. The number changes the bytes.
constexpr std::int64_t part_size = 128;

/// inputs [N, I], weight [O, I], bias [O]; the outputs are [N, O].
struct Layer : torch::autograd::Function<Layer> {
  static Tensor forward(AutogradContext* context, const Tensor& inputs, const Tensor& weight,
                        const Tensor& bias) {
    const auto features = weight.size(1), width = weight.size(0);
    auto outputs = recycled({inputs.size(0), width});
    const auto *x = inputs.data_ptr<float>(), *w = weight.data_ptr<float>(), *b = bias.data_ptr<float>();
    auto* y = outputs.data_ptr<float>();
    for_each_part(inputs.size(0), part_size, [&](std::int64_t, std::int64_t first, std::int64_t count) {
      auto* to = y + first * width;
      for (std::int64_t row = 0; row < count; ++row) std::copy_n(b, width, to + row * width);
      multiply(count, width, features, {x + first * features, features}, {w, features, 'T'}, to, width, true);
    });
    context->set_materialize_grads(false);
    context->save_for_backward({inputs, weight});
    return outputs;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    variable_list results(3);
    if (!gradients[0].defined()) return results;
    const auto saved = context->get_saved_variables();
    const auto gradient = gradients[0].contiguous();
    const auto rows = gradient.size(0), features = saved[1].size(1), width = saved[1].size(0);
    const auto *x = saved[0].data_ptr<float>(), *w = saved[1].data_ptr<float>(),
               *g = gradient.data_ptr<float>();
    results[1] = recycled(saved[1].sizes());
    auto* of_weight = results[1].data_ptr<float>();
    for_each_part(features, part_size, [&](std::int64_t, std::int64_t first, std::int64_t count) {
      multiply(width, count, rows, {g, width, 'T'}, {x + first, features}, of_weight + first, features,
               false);
    });
    results[2] = gradient.sum(0);
    if (!context->needs_input_grad(0)) return results;
    results[0] = recycled(saved[0].sizes());
    auto* of_inputs = results[0].data_ptr<float>();
    for_each_part(rows, part_size, [&](std::int64_t, std::int64_t first, std::int64_t count) {
      multiply(count, features, width, {g + first * width, width}, {w, features},
               of_inputs + first * features, features, false);
    });
    return results;
  }
};

}  // namespace

Tensor fully_connected(torch::nn::Linear layer, const Tensor& inputs) {
  if (!product_takes(inputs) || inputs.numel() == 0) return layer(inputs);
  auto outputs = Layer::apply(inputs.reshape({-1, layer->weight.size(1)}).contiguous(),
                              layer->weight.contiguous(), layer->bias);
  if (inputs.dim() == 2) return outputs;
  auto sizes = inputs.sizes().vec();
  sizes.back() = layer->weight.size(0);
  return outputs.view(sizes);
}

}  // namespace symh

#else

namespace symh {

torch::Tensor fully_connected(torch::nn::Linear layer, const torch::Tensor& inputs) { return layer(inputs); }

}  // namespace symh

#endif
