#pragma once
#include <torch/nn/modules/linear.h>
#include <torch/types.h>

namespace symh {

/// What the layer gives for `inputs` [..., features]. On the CPU the product of matrix_product.h computes
/// float32 values and gradients: Debian's OpenBLAS knows no processor that is newer than itself and then
/// reaches a quarter of the speed. Neither values nor gradients depend on the number of threads.
torch::Tensor fully_connected(torch::nn::Linear layer, const torch::Tensor& inputs);

}  // namespace symh
