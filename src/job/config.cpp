#include "job/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>

#include "config/config_file.h"
#include "config/values.h"
#include "core/error.h"
#include "experiments/keys/tune_ranges.h"

namespace symh {
namespace {

std::vector<Option> job_options(Config& c) {
  return {
      {"name", &c.name, "name of the run; its folder is runs/NAME unless --output names another"},
      {"summary", &c.summary,
       "one line on what the model forecasts and from which inputs, for `symh models` and the model card"},
      {"seed", &c.seed, "seed of every random draw: weights, order of batches, dropout", 0, 1e15},
      {"seeds", &c.seeds,
       "train this many starts (seed, seed + 1, ...), keep the best on validation, report the spread", 1,
       100},
      {"folds", &c.folds,
       "above 1: leave out a share of the storms in turn, score each model on the storms it left out, and "
       "combine the models into one ensemble",
       1, 100},
      {"members", &c.members,
       "starts (seed, seed + 1, ...) of each kind of model in an ensemble; the kinds are [[member]] tables",
       1, 100},
  };
}

/// Refuses what would fill the memory of any computer before the first step of training.
void check_sizes(const Config& config, const std::string& origin) {
  constexpr double most_weights = 1e8, most_values = 2e9, most_models = 2000;
  const auto& w = config.windows;
  const NetworkInputs inputs{w.lookback / w.cadence, std::ssize(w.channels), std::ssize(w.head),
                             std::ssize(w.horizon)};
  const double weights = about_weights(config.model, inputs);
  require(
      weights <= most_weights, origin,
      fmt::format("[model] would have about {:.0e} weights, at most {:.0e} are possible; lower model.units, "
                  "layers, filters or head_units",
                  weights, most_weights));
  const double values =
      static_cast<double>(config.training.batch_size) * static_cast<double>(inputs.steps * inputs.channels);
  require(values <= most_values, origin,
          fmt::format("training.batch_size: a batch would hold {:.0e} values, at most {:.0e} are possible; "
                      "lower it, or shorten windows.lookback",
                      values, most_values));
  const double models = static_cast<double>(config.folds * config.members) *
                        static_cast<double>(std::max<std::size_t>(1, config.member.size()));
  require(
      models <= most_models, origin,
      fmt::format("folds, members and [[member]] tables give {} models, at most {} are possible; lower one",
                  models, most_models));
}

/// What no single key, and no single table, can check.
void check_together(const Config& config, const std::string& origin) {
  check_together(config.windows, origin);
  check_together(config.split, origin);
  check_together(config.model, origin);
  check_sizes(config, origin);
  const bool all_steps = config.model.output == ModelOutput::all_steps;
  require(config.training.storm_weight == 0 || !all_steps, origin,
          "training.storm_weight weighs whole windows; use model.output = \"last\" or \"attention\"");
  require(!config.training.bands || config.model.task == Task::regression, origin,
          "training.bands needs model.task = \"regression\"; a classification gives probabilities");
  require(
      config.windows.predict != Predict::correction || !all_steps, origin,
      "windows.predict = \"correction\" has one physics forecast a window; use model.output = \"last\" or "
      "\"attention\"");
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

std::vector<Option> options_of(Config& config) {
  auto all = job_options(config);
  const auto add = [&](std::vector<Option> rows) {
    for (auto& row : rows) all.push_back(std::move(row));
  };
  add(options_of(config.data));
  add(options_of(config.split));
  add(options_of(config.windows));
  add(options_of(config.model));
  add(options_of(config.training));
  add(options_of(config.tune));
  return all;
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
  Config scratch;
  config.tune.ranges = take_ranges(file, origin, options_of(scratch));
  apply_table(file, options, origin);
  for (const auto& setting : settings) apply_setting(setting, options);
  check_together(config, origin);
  member_configs(config);  // so that faults in members are found now
  return config;
}

Config read_config(const std::string& path, const std::vector<std::string>& settings) {
  auto config = parse_config(read_config_file(path), path, settings);
  const auto folder = std::filesystem::path(path).parent_path();
  // Paths in the file are relative to the file; paths from --set are relative to the working directory.
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
  Config copy = config;  // options are bound to what may be written
  auto text = print_options(options_of(copy), commented);
  if (commented)
    text +=
        "# keys that tune draws: [tune.range] \"model.units\" = {low = 16, high = 128, scale = \"log\"}, or "
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
