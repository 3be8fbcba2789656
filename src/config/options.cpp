#include "config/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "config/values.h"
#include "core/error.h"

namespace symh {

void apply_toml(const std::string& text, const std::string& origin, const std::vector<Option>& options) {
  const auto file = parse_toml(text, origin);
  apply_table(file, options, origin);
}

std::vector<std::string> names_of_tables(const std::string& text, const std::string& origin,
                                         const std::string& parent) {
  const auto file = parse_toml(text, origin);
  std::vector<std::string> names;
  if (const auto* tables = file.get_as<toml::table>(parent))
    for (const auto& [name, node] : *tables)
      if (node.is_table()) names.emplace_back(name.str());
  return names;
}

void apply_setting(const std::string& setting, const std::vector<Option>& options) {
  const auto equals = setting.find('=');
  if (equals == std::string::npos || equals == 0)
    throw UsageError(fmt::format("--set {}: expected KEY=VALUE, such as training.epochs=3", setting));
  const std::string key = setting.substr(0, equals), value = setting.substr(equals + 1);
  toml::table table;
  try {
    table = toml::parse("value = " + value);
  } catch (const toml::parse_error&) {
    table.insert_or_assign("value", value);
  }
  const auto option = std::ranges::find(options, key, &Option::key);
  if (option == options.end())
    throw UsageError(fmt::format("--set: unknown key '{}'; the nearest known key is '{}'", key,
                                 nearest_key(key, options)));
  assign(*option, *table.get("value"), "--set");
}

namespace {

/// A comment line for each line of `help`.
std::string comment(const std::string& help) {
  std::string text = "# ";
  for (const char letter : help) text += letter == '\n' ? std::string("\n# ") : std::string(1, letter);
  return text + '\n';
}

/// `# from 1 to 100`; empty if the option takes any number.
std::string range_line(const Option& option) {
  const auto range = range_text(option);
  return range.empty() ? range : fmt::format("# {}\n", range);
}

}  // namespace

std::vector<std::string> choices_of(const Option& option) {
  const auto* chosen = std::get_if<ChosenValue>(&option.value);
  return chosen == nullptr ? std::vector<std::string>() : chosen->names;
}

std::string print_options(const std::vector<Option>& options, bool commented) {
  std::string text, section;
  for (const auto& option : options) {
    const auto dot = option.key.find('.');
    const auto name = dot == std::string::npos ? option.key : option.key.substr(dot + 1);
    if (dot != std::string::npos && option.key.substr(0, dot) != section) {
      section = option.key.substr(0, dot);
      text += fmt::format("\n[{}]\n", section);
    }
    if (commented && !option.help.empty()) text += comment(option.help);
    if (const auto names = choices_of(option); commented && !names.empty())
      text += fmt::format("# one of: {}\n", fmt::join(names, ", "));
    if (commented) text += range_line(option);
    text += fmt::format("{} = {}\n", name, toml_of(option.value));
  }
  return text;
}

std::optional<ChangedKey> first_changed(const std::vector<Option>& then, const std::vector<Option>& now) {
  for (std::size_t i = 0; i < now.size(); ++i) {
    auto was = toml_of(then.at(i).value), is = toml_of(now[i].value);
    if (was != is) return ChangedKey{now[i].key, std::move(was), std::move(is)};
  }
  return std::nullopt;
}

void require(bool good, const std::string& origin, const std::string& message) {
  if (!good) throw UsageError(fmt::format("{}: {}", origin, message));
}

}  // namespace symh
