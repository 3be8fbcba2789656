#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

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

/// `[split]`: how training and validation part where `data.validation` is empty.
struct SplitConfig {
  std::string by = "fraction";
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
  std::string predict = "change";
  bool difference = false;
  Minutes fill_limit{60};
  std::string drivers = "required";
  double driver_dropout = 0.15;
  PhysicsConfig physics;
};

/// `[model]`: the network.
struct ModelConfig {
  std::string kind = "lstm";
  std::string task = "regression";
  std::string output = "last";
  std::int64_t units = 64;
  std::int64_t layers = 1;
  double dropout = 0.0;
  std::string nonlinearity = "tanh";
  std::string backend = "auto";
  std::string init = "uniform";
  double init_scale = 1.0;
  double forget_bias = 1.0;
  std::vector<std::int64_t> filters{32, 32, 32};
  std::vector<std::int64_t> kernels{5, 5, 3};
  std::vector<std::int64_t> strides{2, 2, 2};
  std::int64_t padding = 2;
  std::string activation = "relu";
  std::string pooling = "none";
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

/// `[training]`: the loop.
struct TrainingConfig {
  std::int64_t epochs = 10;
  std::int64_t batch_size = 256;
  std::int64_t batches_per_epoch = 0;
  std::string optimizer = "adamw";
  double learning_rate = 1e-3;
  double weight_decay = 1e-2;
  double momentum = 0.9;
  std::string schedule = "constant";
  std::int64_t patience = 3;
  std::string loss = "huber";
  double huber_delta_nt = 15.0;
  double storm_weight = 0.0;
  bool bands = false;
  std::string keep = "best";
  std::int64_t truncate_steps = 0;
  std::string clip = "norm";
  double clip_value = 1.0;
  std::int64_t threads = 0;
  std::int64_t jobs = 0;
  std::string device = "auto";
  std::string precision = "auto";
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
