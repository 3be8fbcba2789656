#include "models/keys/recurrent.h"

namespace symh {

std::vector<Option> options_of(RecurrentKeys& recurrent) {
  return {
      {"model.units", &recurrent.units, "recurrent networks and mlp: units in each layer", 1, 4096},
      {"model.layers", &recurrent.layers, "recurrent networks and mlp: number of layers", 1, 16},
      {"model.dropout", &recurrent.dropout, "share of units dropped in training", 0, 0.95},
      {"model.nonlinearity", &recurrent.nonlinearity, "rnn: f in h_t = f(W h_{t-1} + U x_t + b)"},
      {"model.backend", &recurrent.backend,
       "what computes recurrent layers on the CPU: auto and onednn use oneDNN, torch uses LibTorch's own "
       "layers"},
      {"model.init", &recurrent.init,
       "how recurrent weights start; identity (with zero bias) after Le, Jaitly & Hinton 2015"},
      {"model.init_scale", &recurrent.init_scale,
       "factor on the recurrent weights at the start; in a plain network gradients vanish below about 1 and "
       "explode above",
       0, 100},
      {"model.forget_bias", &recurrent.forget_bias, "lstm: bias of the forget gate at the start", -10, 10},
  };
}

}  // namespace symh
