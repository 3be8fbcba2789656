#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/choices.h"
#include "core/time.h"

namespace symh {

/// `[data]`: which files; paths, folders and globs.
struct DataConfig {
  std::vector<std::string> train;
  std::vector<std::string> validation;
  bool tolerant = false;
  /// Generic CSV: column of the file -> channel.
  std::map<std::string, std::string> columns;
  std::string solar_wind_at = "auto";
};

/// How `[split]` parts the data: by the last share of time, at a date, or storm by storm.
enum class SplitBy { fraction, date, storm };
template <>
inline constexpr auto choices<SplitBy> = std::to_array<Choice<SplitBy>>({{SplitBy::fraction, "fraction"},
                                                                         {SplitBy::date, "date"},
                                                                         {SplitBy::storm, "storm"}});

/// `[split]`: how training and validation part where `data.validation` is empty.
struct SplitConfig {
  SplitBy by = SplitBy::fraction;
  double validation_fraction = 0.2;
  std::string validation_from;
  Minutes embargo{0};
};

/// `[physics]`: the ring-current forecasts among the inputs of the head, and the one that is corrected.
struct PhysicsConfig {
  std::string reference = "obrien_mcpherron";
  std::vector<std::string> couplings{"vbs", "newell"};
  std::vector<double> delay_factors{0.85, 1.15};
  std::vector<Minutes> holds{Minutes{40}, Minutes{240}};
  std::vector<double> recovery_factors{1.0};
  Minutes drive_step{20};
};

/// What a network gives: the change since issue time, the level, or the correction of physics.reference.
enum class Predict { change, level, correction };
template <>
inline constexpr auto choices<Predict> = std::to_array<Choice<Predict>>(
    {{Predict::change, "change"}, {Predict::level, "level"}, {Predict::correction, "correction"}});

/// Whether every window must hold solar wind.
enum class Drivers { required, optional };
template <>
inline constexpr auto choices<Drivers> = std::to_array<Choice<Drivers>>({{Drivers::required, "required"},
                                                                         {Drivers::optional, "optional"}});

/// `[windows]`: what a window holds.
struct WindowsConfig {
  Minutes cadence{5};
  Minutes lookback{240};
  Minutes lookback_min{0};
  std::vector<Minutes> horizon{Minutes{60}, Minutes{120}};
  Minutes stride{5};
  std::vector<std::string> channels{"sym_h"};
  std::vector<std::string> head;
  std::string target = "sym_h";
  Predict predict = Predict::change;
  bool difference = false;
  Minutes fill_limit{60};
  Drivers drivers = Drivers::required;
  double driver_dropout = 0.15;
  PhysicsConfig physics;
};

/// Forecasts in nT, or probabilities of storm levels.
enum class Task { regression, classification };
template <>
inline constexpr auto choices<Task> = std::to_array<Choice<Task>>({{Task::regression, "regression"},
                                                                   {Task::classification, "classification"}});

/// Which states of a recurrent network reach its head.
enum class ModelOutput { last, all_steps, attention };
template <>
inline constexpr auto choices<ModelOutput> =
    std::to_array<Choice<ModelOutput>>({{ModelOutput::last, "last"},
                                        {ModelOutput::all_steps, "all_steps"},
                                        {ModelOutput::attention, "attention"}});

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

/// `[model]`: the network.
struct ModelConfig {
  std::string kind = "lstm";
  Task task = Task::regression;
  ModelOutput output = ModelOutput::last;
  std::int64_t units = 64;
  std::int64_t layers = 1;
  double dropout = 0.0;
  Nonlinearity nonlinearity = Nonlinearity::tanh;
  RecurrentBackend backend = RecurrentBackend::automatic;
  RecurrentInit init = RecurrentInit::uniform;
  double init_scale = 1.0;
  double forget_bias = 1.0;
  std::vector<std::int64_t> filters{32, 32, 32};
  std::vector<std::int64_t> kernels{5, 5, 3};
  std::vector<std::int64_t> strides{2, 2, 2};
  std::int64_t padding = 2;
  Activation activation = Activation::relu;
  Pooling pooling = Pooling::none;
  std::int64_t pool_size = 2;
  std::int64_t head_units = 64;
  std::vector<double> class_weights;
  std::int64_t trees = 200;
  std::int64_t tree_depth = 4;
  double tree_rate = 0.05;
  std::int64_t tree_leaf_samples = 200;
  double tree_penalty = 50;
  double tree_sample_share = 0.5;
  double tree_feature_share = 0.3;
};

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

/// `[[member]]`: one kind of model of an ensemble, as what it changes in the rest of the file.
struct MemberConfig {
  std::string name;
  std::vector<std::string> settings;  ///< KEY=VALUE, as --set takes them
};

/// `[tune.range]`: one key that `symh tune` draws, and from what.
struct TuneRange {
  enum class Kind { real, whole, duration, choice };
  std::string key;  ///< dotted, of the options table
  Kind kind = Kind::choice;
  double low = 0, high = 0;  ///< both included; a duration's in minutes
  bool log_scale = false;
  std::vector<std::string> choices;  ///< as TOML; of kind choice only
};

/// `[tune]`: the search of `symh tune`; training takes no notice of it.
struct TuneConfig {
  std::int64_t trials = 0;
  std::int64_t minimum_epochs = 1;
  std::int64_t halving_rate = 3;
  std::vector<TuneRange> ranges;
};

/// A whole training job, as its TOML file says it; every member is documented by the options table
/// (options.cpp).
struct Config {
  std::string name = "run";
  std::string summary = "";
  std::int64_t seed = 1;
  std::int64_t seeds = 1;
  std::int64_t folds = 1;
  std::int64_t members = 1;
  DataConfig data;
  SplitConfig split;
  WindowsConfig windows;
  ModelConfig model;
  TrainingConfig training;
  TuneConfig tune;
  std::vector<MemberConfig> member;
};

/// The configuration of one kind of model of an ensemble: the whole job with the member's changes, named
/// NAME-MEMBER; the job itself where it has no [[member]]. Throws UsageError where the changes are not valid.
std::vector<Config> member_configs(const Config& config);

/// `config` with `KEY=VALUE` settings over it; `origin` begins what is said of values that do not go
/// together. Throws UsageError where the changes are not valid.
Config changed_config(const Config& config, const std::vector<std::string>& settings,
                      const std::string& origin);

/// Reads a TOML file, then applies `KEY=VALUE` settings (`training.epochs=3`). Relative data paths are taken
/// from the folder of the file. Throws UsageError with file:line:column, the key, and the nearest known key.
Config read_config(const std::string& path, const std::vector<std::string>& settings = {});
/// The same from text; `origin` is named in errors. Data paths are kept as they are.
Config parse_config(const std::string& text, const std::string& origin,
                    const std::vector<std::string>& settings = {});

/// The resolved configuration as TOML; with `commented`, each key's help and range above it.
/// parse_config(print_config(c)) gives c again.
std::string print_config(const Config& config, bool commented = false);

}  // namespace symh
