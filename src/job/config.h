#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "experiments/keys/data.h"
#include "experiments/keys/tune.h"
#include "models/keys/model.h"
#include "training/keys/training.h"
#include "windows/keys/split.h"
#include "windows/keys/windows.h"

namespace symh {

/// `[[member]]`: one kind of model of an ensemble, as changes to the rest of the file.
struct MemberConfig {
  std::string name;
  std::vector<std::string> settings;  ///< KEY=VALUE, as --set takes them
};

/// A whole training job, as its TOML file says it; options_of() documents every key.
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

/// All keys in the order in which they are printed, bound to `config`.
std::vector<Option> options_of(Config& config);

/// The configuration of one kind of model of an ensemble: the whole job with the member's changes, named
/// NAME-MEMBER; the job itself where it has no [[member]]. Throws UsageError where the changes are not valid.
std::vector<Config> member_configs(const Config& config);

/// `config` with `KEY=VALUE` settings over it; `origin` begins the error about values that do not go
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
