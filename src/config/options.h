#pragma once
#include <limits>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "config/config.h"

namespace symh {

/// Where an option's value lives in a Config; its type is the type the TOML value must have.
using OptionValue = std::variant<std::string*, std::int64_t*, double*, bool*, Minutes*,
                                 std::vector<std::string>*, std::vector<std::int64_t>*, std::vector<double>*,
                                 std::vector<Minutes>*, std::map<std::string, std::string>*>;

/// One row of the table that drives reading, `--set`, validation, `--print-config` and the documentation.
struct Option {
  std::string key;  ///< dotted: `training.epochs`
  OptionValue value;
  std::string help;
  std::vector<std::string> choices = {};
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// Reads a TOML text into what `options` are bound to; a key that the text leaves out keeps its value. Throws
/// UsageError with `origin`:line:column, the key, and the nearest known key.
void apply_toml(const std::string& text, const std::string& origin, const std::vector<Option>& options);

/// The names of the tables [parent.NAME] of a TOML text, as they stand there, sorted. Throws like apply_toml.
std::vector<std::string> names_of_tables(const std::string& text, const std::string& origin,
                                         const std::string& parent);

/// The whole table, bound to `config`.
std::vector<Option> options_of(Config& config);

}  // namespace symh
