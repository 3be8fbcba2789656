#include "config/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "config/options.h"
#include "config/tune_ranges.h"
#include "config/values.h"
#include "core/error.h"
#include "core/file.h"

namespace symh {
namespace {

/// `KEY=VALUE`; a value that is not TOML by itself (lstm, 4h) is taken as a text.
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

void require(bool good, const std::string& origin, const std::string& message) {
  if (!good) throw UsageError(fmt::format("{}: {}", origin, message));
}

/// What no single key can check.
void check_together(const Config& config, const std::string& origin) {
  const auto& w = config.windows;
  const auto multiple = [&](Minutes duration) { return duration % w.cadence == Minutes{0}; };
  require(w.cadence > Minutes{0} && Minutes{1440} % w.cadence == Minutes{0}, origin,
          "windows.cadence must divide a day, such as 1m, 5m, 1h");
  require(w.lookback >= w.cadence && multiple(w.lookback) && multiple(w.lookback_min), origin,
          "windows.lookback and lookback_min must be multiples of windows.cadence");
  require(w.lookback_min <= w.lookback, origin, "windows.lookback_min is longer than windows.lookback");
  require(w.stride >= w.cadence && multiple(w.stride), origin,
          "windows.stride must be a multiple of windows.cadence");
  require(!w.horizon.empty() && !w.channels.empty(), origin,
          "windows.horizon and windows.channels must not be empty");
  for (const auto lead : w.horizon)
    require(lead > Minutes{0} && multiple(lead) && lead <= Minutes{1440}, origin,
            fmt::format("windows.horizon: {} must be a multiple of windows.cadence, at most 24h",
                        format_duration(lead)));
  require(std::set<Minutes>(w.horizon.begin(), w.horizon.end()).size() == w.horizon.size(), origin,
          "windows.horizon names a lead time twice");
  require(config.split.by != SplitBy::date || parse_time(config.split.validation_from).has_value(), origin,
          "split.by = \"date\" needs split.validation_from, an ISO 8601 time");
  require(config.model.class_weights.empty() || config.model.class_weights.size() == 4, origin,
          "model.class_weights needs four values: quiet, moderate, intense, superstorm");
  require(config.training.storm_weight == 0 || config.model.output != ModelOutput::all_steps, origin,
          "training.storm_weight weighs whole windows; use model.output = \"last\" or \"attention\"");
  require(!config.training.bands || config.model.task == Task::regression, origin,
          "training.bands are of a regression; classes have probabilities");
  const bool drive = std::ranges::find(w.head, "drive") != w.head.end();
  require(!drive || (w.physics.drive_step >= w.cadence && multiple(w.physics.drive_step)), origin,
          "physics.drive_step must be a multiple of windows.cadence");
  require(
      w.predict != Predict::correction || config.model.output != ModelOutput::all_steps, origin,
      "windows.predict = \"correction\" has one physics forecast a window; use model.output = \"last\" or "
      "\"attention\"");
  require(w.predict != Predict::correction || w.target == "sym_h", origin,
          "windows.predict = \"correction\" corrects forecasts of sym_h; set windows.target = \"sym_h\"");
  require(config.model.task == Task::regression || config.model.output != ModelOutput::all_steps, origin,
          "model.output = \"all_steps\" is for regression; use \"last\" or \"attention\" to classify");
}

std::string absolute_from(const std::filesystem::path& folder, const std::string& path) {
  const std::filesystem::path given(path);
  return given.is_absolute() ? path : std::filesystem::absolute(folder / given).lexically_normal().string();
}

/// KEY=VALUE for every value below `table`.
void flatten(const toml::table& table, const std::string& prefix, std::vector<std::string>& settings) {
  for (const auto& [name, node] : table) {
    const auto key = prefix + std::string(name.str());
    if (const auto* inner = node.as_table())
      flatten(*inner, key + ".", settings);
    else
      settings.push_back(key + "=" + shown(node));
  }
}

/// Takes the [[member]] tables out of the file.
std::vector<MemberConfig> take_members(toml::table& file, const std::string& origin) {
  std::vector<MemberConfig> members;
  const auto* list = file.get_as<toml::array>("member");
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto* table = list->get(i)->as_table();
    const auto name = table == nullptr ? std::nullopt : (*table)["name"].value<std::string>();
    require(name.has_value(), place(*list->get(i), origin), "[[member]] needs a name");
    auto changes = *table;
    changes.erase("name");
    members.push_back({*name, {}});
    flatten(changes, "", members.back().settings);
  }
  file.erase("member");
  return members;
}

}  // namespace

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

std::vector<Config> member_configs(const Config& config) {
  std::vector<Config> configs;
  for (const auto& member : config.member) {
    auto job = config;
    job.member.clear();
    job.name = config.name + "-" + member.name;
    configs.push_back(changed_config(job, member.settings, "[[member]] " + member.name));
  }
  if (configs.empty()) configs.push_back(config);
  return configs;
}

Config changed_config(const Config& config, const std::vector<std::string>& settings,
                      const std::string& origin) {
  auto changed = config;
  const auto options = options_of(changed);
  for (const auto& setting : settings) apply_setting(setting, options);
  check_together(changed, origin);
  return changed;
}

Config parse_config(const std::string& text, const std::string& origin,
                    const std::vector<std::string>& settings) {
  Config config;
  const auto options = options_of(config);
  auto file = parse_toml(text, origin);
  config.member = take_members(file, origin);
  config.tune.ranges = take_ranges(file, origin);
  apply_table(file, options, origin);
  for (const auto& setting : settings) apply_setting(setting, options);
  check_together(config, origin);
  member_configs(config);  // faults in them are said now
  return config;
}

Config read_config(const std::string& path, const std::vector<std::string>& settings) {
  std::string text;
  try {
    text = read_file(path);
  } catch (const DataError& error) {
    throw UsageError(error.what());
  }
  auto config = parse_config(text, path, settings);
  const auto folder = std::filesystem::path(path).parent_path();
  // Paths of the file are relative to the file; those of --set to where the user stands.
  const auto set_by_hand = [&](std::string_view key) {
    return std::ranges::any_of(settings,
                               [&](const std::string& s) { return s.starts_with(std::string(key) + "="); });
  };
  for (auto& data : config.data.train) data = absolute_from(set_by_hand("data.train") ? "." : folder, data);
  for (auto& data : config.data.validation)
    data = absolute_from(set_by_hand("data.validation") ? "." : folder, data);
  return config;
}

std::string print_config(const Config& config, bool commented) {
  Config copy = config;
  std::string text, section;
  for (const auto& option : options_of(copy)) {
    const auto dot = option.key.find('.');
    const auto name = dot == std::string::npos ? option.key : option.key.substr(dot + 1);
    if (dot != std::string::npos && option.key.substr(0, dot) != section) {
      section = option.key.substr(0, dot);
      text += fmt::format("\n[{}]\n", section);
    }
    if (commented && !option.help.empty()) text += fmt::format("# {}\n", option.help);
    if (const auto names = choices_of(option); commented && !names.empty())
      text += fmt::format("# one of: {}\n", fmt::join(names, ", "));
    text += fmt::format("{} = {}\n", name, toml_of(option.value));
  }
  if (commented)
    text +=
        "# what is drawn: [tune.range] \"model.units\" = {low = 16, high = 128, scale = \"log\"}, or "
        "[choices]\n";
  text += print_ranges(config.tune.ranges);
  for (const auto& member : config.member) {
    text += fmt::format("\n[[member]]\nname = {}\n", toml_text(member.name));
    for (const auto& setting : member.settings) {
      const auto equals = setting.find('=');
      text += fmt::format("{} = {}\n", setting.substr(0, equals), setting.substr(equals + 1));
    }
  }
  return text;
}

}  // namespace symh
