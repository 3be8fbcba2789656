#pragma once
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "config/config.h"
#include "core/choices.h"

namespace symh {

/// An enum, or a list of one, behind the names of its table (core/choices.h).
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

  std::vector<std::string> names;  ///< all that can be chosen
  bool is_list;
  std::function<std::vector<std::string>()> get;             ///< the names chosen now: one unless is_list
  std::function<void(const std::vector<std::string>&)> set;  ///< takes names of `names` only
};

/// Where an option's value lives in a Config; its type is the type the TOML value must have.
using OptionValue = std::variant<std::string*, std::int64_t*, double*, bool*, Minutes*,
                                 std::vector<std::string>*, std::vector<std::int64_t>*, std::vector<double>*,
                                 std::vector<Minutes>*, std::map<std::string, std::string>*, ChosenValue>;

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

/// The names that the option's value may have; empty where it is not a choice.
std::vector<std::string> choices_of(const Option& option);

/// The whole table, bound to `config`.
std::vector<Option> options_of(Config& config);

}  // namespace symh
