#pragma once
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/choices.h"
#include "core/time.h"

namespace symh {

/// An enum, or a list of its values, as the names in its table (core/choices.h).
class ChosenValue {
 public:
  template <Chosen E>
  ChosenValue(E* value)
      : names(names_of<E>()),
        is_list(false),
        get([value] { return std::vector<std::string>{std::string(name_of(*value))}; }),
        set([value](const std::vector<std::string>& chosen) { *value = *choice_named<E>(chosen.front()); }) {}
  template <Chosen E>
  ChosenValue(std::vector<E>* values)
      : names(names_of<E>()),
        is_list(true),
        get([values] {
          std::vector<std::string> chosen;
          for (const auto value : *values) chosen.emplace_back(name_of(value));
          return chosen;
        }),
        set([values](const std::vector<std::string>& chosen) {
          values->clear();
          for (const auto& name : chosen) values->push_back(*choice_named<E>(name));
        }) {}

  std::vector<std::string> names;  ///< all possible choices
  bool is_list;
  std::function<std::vector<std::string>()> get;             ///< the names chosen now: one unless is_list
  std::function<void(const std::vector<std::string>&)> set;  ///< takes only names from `names`
};

/// The place of an option's value; its type is the type that the TOML value must have.
using OptionValue = std::variant<std::string*, std::int64_t*, double*, bool*, Minutes*,
                                 std::vector<std::string>*, std::vector<std::int64_t>*, std::vector<double>*,
                                 std::vector<Minutes>*, std::map<std::string, std::string>*, ChosenValue>;

/// One row of the tables that drive reading, `--set`, validation, `--print-config` and the documentation. A
/// table is a function `options_of(keys)` beside the code that uses the keys.
struct Option {
  std::string key;  ///< dotted: `training.epochs`
  OptionValue value;
  std::string help;  ///< one line or several
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// Reads a TOML text into the members bound to `options`. A key that the text does not have keeps its value.
/// Throws UsageError with `origin`:line:column, the key, and the nearest known key.
void apply_toml(const std::string& text, const std::string& origin, const std::vector<Option>& options);

/// The sorted names NAME of the tables [parent.NAME] of a TOML text. Throws like apply_toml.
std::vector<std::string> names_of_tables(const std::string& text, const std::string& origin,
                                         const std::string& parent);

/// The possible names of the option's value; empty if the option is not a choice.
std::vector<std::string> choices_of(const Option& option);

/// Sets one option by `KEY=VALUE`. Takes a value that is not TOML by itself (lstm, 4h) as a text. Throws
/// UsageError with the key, and the nearest known key.
void apply_setting(const std::string& setting, const std::vector<Option>& options);

/// The options as TOML, a table for each prefix of their keys; with `commented`, each key's help,
/// choices and range above it.
std::string print_options(const std::vector<Option>& options, bool commented);

/// A key whose value differs between two configurations, with both values as TOML.
struct ChangedKey {
  std::string key, then, now;
};

/// The first key whose value differs between two bindings of one table.
std::optional<ChangedKey> first_changed(const std::vector<Option>& then, const std::vector<Option>& now);

/// Throws UsageError, beginning with `origin`, unless `good`. For conditions on several keys.
void require(bool good, const std::string& origin, const std::string& message);

}  // namespace symh
