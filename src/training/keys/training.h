#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "core/choices.h"

namespace symh {

/// The rule by which gradients become steps.
enum class OptimizerRule { adam, adamw, sgd };
template <>
inline constexpr auto choices<OptimizerRule> = std::to_array<Choice<OptimizerRule>>(
    {{OptimizerRule::adam, "adam"}, {OptimizerRule::adamw, "adamw"}, {OptimizerRule::sgd, "sgd"}});

/// The learning rate over the steps.
enum class RateSchedule { constant, cosine, one_cycle, plateau };
template <>
inline constexpr auto choices<RateSchedule> =
    std::to_array<Choice<RateSchedule>>({{RateSchedule::constant, "constant"},
                                         {RateSchedule::cosine, "cosine"},
                                         {RateSchedule::one_cycle, "one_cycle"},
                                         {RateSchedule::plateau, "plateau"}});

/// The loss of a regression; pinball: that of the median.
enum class RegressionLoss { mse, mae, huber, pinball };
template <>
inline constexpr auto choices<RegressionLoss> =
    std::to_array<Choice<RegressionLoss>>({{RegressionLoss::mse, "mse"},
                                           {RegressionLoss::mae, "mae"},
                                           {RegressionLoss::huber, "huber"},
                                           {RegressionLoss::pinball, "pinball"}});

/// The weights that training keeps: those of the best epoch on validation, or of the last epoch.
enum class KeptWeights { best, last };
template <>
inline constexpr auto choices<KeptWeights> =
    std::to_array<Choice<KeptWeights>>({{KeptWeights::best, "best"}, {KeptWeights::last, "last"}});

/// How gradients are clipped.
enum class Clipping { none, norm, value };
template <>
inline constexpr auto choices<Clipping> = std::to_array<Choice<Clipping>>({{Clipping::none, "none"},
                                                                           {Clipping::norm, "norm"},
                                                                           {Clipping::value, "value"}});

/// Where training runs.
enum class DeviceChoice { automatic, cpu, cuda };
template <>
inline constexpr auto choices<DeviceChoice> = std::to_array<Choice<DeviceChoice>>(
    {{DeviceChoice::automatic, "auto"}, {DeviceChoice::cpu, "cpu"}, {DeviceChoice::cuda, "cuda"}});

/// The number type of the forward pass in training.
enum class PrecisionChoice { automatic, float32, bf16 };
template <>
inline constexpr auto choices<PrecisionChoice> =
    std::to_array<Choice<PrecisionChoice>>({{PrecisionChoice::automatic, "auto"},
                                            {PrecisionChoice::float32, "float32"},
                                            {PrecisionChoice::bf16, "bf16"}});

/// `[training]`: the loop.
struct TrainingConfig {
  std::int64_t epochs = 10;
  std::int64_t batch_size = 256;
  std::int64_t batches_per_epoch = 0;
  OptimizerRule optimizer = OptimizerRule::adamw;
  double learning_rate = 1e-3;
  double weight_decay = 1e-2;
  double momentum = 0.9;
  RateSchedule schedule = RateSchedule::constant;
  std::int64_t patience = 3;
  RegressionLoss loss = RegressionLoss::huber;
  double huber_delta_nt = 15.0;
  double storm_weight = 0.0;
  bool bands = false;
  KeptWeights keep = KeptWeights::best;
  std::int64_t truncate_steps = 0;
  Clipping clip = Clipping::norm;
  double clip_value = 1.0;
  std::int64_t threads = 0;
  std::int64_t jobs = 0;
  DeviceChoice device = DeviceChoice::automatic;
  PrecisionChoice precision = PrecisionChoice::automatic;
};

/// The rows of `[training]`, bound to `training`.
std::vector<Option> options_of(TrainingConfig& training);

}  // namespace symh
