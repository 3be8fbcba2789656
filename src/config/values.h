#pragma once
#include <toml++/toml.h>

#include <string>
#include <vector>

#include "config/options.h"

namespace symh {

/// The place of a value in its file, as `file:line:column`.
std::string place(const toml::node& node, const std::string& origin);

/// The key of the options table that is most similar to `key`.
std::string nearest_key(const std::string& key, const std::vector<Option>& options);

/// Sets the option to a TOML value of its type, choices and range; throws UsageError otherwise. The error
/// begins with `where`: `file:line:column` or the flag.
void assign(const Option& option, const toml::node& node, const std::string& where);

/// The range of an option, such as `from 1 to 9`, `up to 4h`; empty if it takes any value. Option::low and
/// high of a duration are minutes.
std::string range_text(const Option& option);

/// A TOML value as text.
std::string shown(const toml::node& node);
std::string toml_text(const std::string& value);
/// The option's value as TOML that assign() reads back.
std::string toml_of(const OptionValue& value);

/// Throws UsageError with file:line:column if the text is not valid TOML.
toml::table parse_toml(const std::string& text, const std::string& origin);

/// Sets each option in the table. Throws UsageError as assign() does, and for an unknown key.
void apply_table(const toml::table& table, const std::vector<Option>& options, const std::string& origin);

}  // namespace symh
