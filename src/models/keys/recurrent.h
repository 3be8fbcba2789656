#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "core/choices.h"

namespace symh {

/// f in h_t = f(W h_{t-1} + U x_t + b) of a plain recurrent network.
enum class Nonlinearity { tanh, relu };
template <>
inline constexpr auto choices<Nonlinearity> =
    std::to_array<Choice<Nonlinearity>>({{Nonlinearity::tanh, "tanh"}, {Nonlinearity::relu, "relu"}});

/// What computes recurrent layers on the CPU.
enum class RecurrentBackend { automatic, onednn, torch };
template <>
inline constexpr auto choices<RecurrentBackend> =
    std::to_array<Choice<RecurrentBackend>>({{RecurrentBackend::automatic, "auto"},
                                             {RecurrentBackend::onednn, "onednn"},
                                             {RecurrentBackend::torch, "torch"}});

/// How recurrent weights start.
enum class RecurrentInit { uniform, xavier, orthogonal, identity };
template <>
inline constexpr auto choices<RecurrentInit> =
    std::to_array<Choice<RecurrentInit>>({{RecurrentInit::uniform, "uniform"},
                                          {RecurrentInit::xavier, "xavier"},
                                          {RecurrentInit::orthogonal, "orthogonal"},
                                          {RecurrentInit::identity, "identity"}});

/// Keys of `[model]` for the recurrent networks; mlp takes units, layers and dropout too.
struct RecurrentKeys {
  std::int64_t units = 64;
  std::int64_t layers = 1;
  double dropout = 0.0;
  Nonlinearity nonlinearity = Nonlinearity::tanh;
  RecurrentBackend backend = RecurrentBackend::automatic;
  RecurrentInit init = RecurrentInit::uniform;
  double init_scale = 1.0;
  double forget_bias = 1.0;
};

/// The rows of these keys, bound to `recurrent`.
std::vector<Option> options_of(RecurrentKeys& recurrent);

}  // namespace symh
