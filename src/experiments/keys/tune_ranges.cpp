#include "experiments/keys/tune_ranges.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "config/values.h"
#include "core/error.h"
#include "core/text.h"

namespace symh {
namespace {

/// Keys that a search cannot draw: trials are compared on them, halving sets them, or they do not change the
/// forecast.
constexpr std::array<std::string_view, 17> kept{"name",
                                                "summary",
                                                "seed",
                                                "seeds",
                                                "folds",
                                                "members",
                                                "windows.cadence",
                                                "windows.horizon",
                                                "windows.target",
                                                "training.epochs",
                                                "training.jobs",
                                                "training.threads",
                                                "training.device",
                                                "model.task",
                                                "data.",
                                                "split.",
                                                "tune."};

bool is_kept(const std::string& key) {
  return std::ranges::any_of(
      kept, [&](std::string_view name) { return name.ends_with('.') ? key.starts_with(name) : key == name; });
}

bool is_range(const toml::node& node) {
  const auto* table = node.as_table();
  return table == nullptr || table->empty() || table->contains("low") || table->contains("high") ||
         table->contains("scale");
}

/// The option's value as a number (a duration in minutes); nothing for a value without order.
std::optional<double> number_of(const OptionValue& value) {
  if (const auto* const* real = std::get_if<double*>(&value)) return **real;
  if (const auto* const* whole = std::get_if<std::int64_t*>(&value)) return static_cast<double>(**whole);
  if (const auto* const* minutes = std::get_if<Minutes*>(&value))
    return static_cast<double>((*minutes)->count());
  return std::nullopt;
}

TuneRange::Kind kind_of(const OptionValue& value) {
  if (std::holds_alternative<double*>(value)) return TuneRange::Kind::real;
  return std::holds_alternative<Minutes*>(value) ? TuneRange::Kind::duration : TuneRange::Kind::whole;
}

[[noreturn]] void refuse(const toml::node& node, const std::string& origin, const std::string& key,
                         const std::string& reason) {
  throw UsageError(fmt::format("{}: [tune.range] {}: {}", place(node, origin), key, reason));
}

/// Reads one end of a range and checks it as a value of the key itself.
double end_of(const toml::table& table, const char* name, const Option& option, const std::string& origin) {
  const auto* node = table.get(name);
  if (node == nullptr) refuse(table, origin, option.key, fmt::format("{} is missing", name));
  assign(option, *node, place(*node, origin));
  return *number_of(option.value);
}

void check_names(const toml::table& table, const std::string& key, const std::string& origin) {
  const std::vector<std::string> known{"low", "high", "scale"};
  for (const auto& [name, node] : table)
    if (std::ranges::find(known, name.str()) == known.end())
      refuse(node, origin, key,
             fmt::format("unknown key '{}'; the nearest known key is '{}'", name.str(),
                         nearest(std::string(name.str()), known)));
}

TuneScale scale_of(const toml::table& table, const std::string& key, const std::string& origin) {
  const auto* node = table.get("scale");
  if (node == nullptr) return TuneScale::linear;
  const auto name = node->value_exact<std::string>();
  const auto scale = name ? choice_named<TuneScale>(*name) : std::nullopt;
  if (!scale)
    refuse(*node, origin, key, fmt::format("scale = {}; expected \"linear\" or \"log\"", shown(*node)));
  return *scale;
}

TuneRange read_range(const toml::table& table, const Option& option, const std::string& origin) {
  if (!number_of(option.value)) refuse(table, origin, option.key, "has no order; list choices in [ ]");
  check_names(table, option.key, origin);
  TuneRange range;
  range.key = option.key;
  range.kind = kind_of(option.value);
  range.low = end_of(table, "low", option, origin);
  range.high = end_of(table, "high", option, origin);
  range.scale = scale_of(table, option.key, origin);
  if (!(range.low < range.high)) refuse(table, origin, option.key, "low must lie below high");
  if (range.scale == TuneScale::log && !(range.low > 0))
    refuse(table, origin, option.key, "low must be above 0 where scale = \"log\"");
  return range;
}

TuneRange read_choices(const toml::array& array, const Option& option, const std::string& origin) {
  if (array.empty()) refuse(array, origin, option.key, "an empty list of choices; list at least one value");
  TuneRange range;
  range.key = option.key;
  for (const auto& node : array) {
    assign(option, node, place(node, origin));
    range.choices.push_back(toml_of(option.value));
  }
  return range;
}

TuneRange read_one(const toml::node& node, const Option& option, const std::string& origin) {
  if (is_kept(option.key))
    refuse(node, origin, option.key, "must stay the same in all trials, or they could not be compared");
  if (const auto* table = node.as_table()) return read_range(*table, option, origin);
  if (const auto* array = node.as_array()) return read_choices(*array, option, origin);
  refuse(node, origin, option.key, "expected { low = ..., high = ..., scale = ... } or choices in [ ]");
}

void read_all(const toml::table& table, const std::string& prefix, const std::vector<Option>& options,
              const std::string& origin, std::vector<TuneRange>& ranges) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    const auto option = std::ranges::find(options, key, &Option::key);
    if (option != options.end())
      ranges.push_back(read_one(node, *option, origin));
    else if (is_range(node))
      throw UsageError(fmt::format("{}: [tune.range] unknown key '{}'; the nearest known key is '{}'",
                                   place(node, origin), key, nearest_key(key, options)));
    else
      read_all(*node.as_table(), key + ".", options, origin, ranges);
  }
}

std::string end_text(const TuneRange& range, double end) {
  std::int64_t whole = static_cast<std::int64_t>(end);
  Minutes minutes{whole};
  if (range.kind == TuneRange::Kind::real) return toml_of(&end);
  return range.kind == TuneRange::Kind::whole ? toml_of(&whole) : toml_of(&minutes);
}

}  // namespace

std::vector<TuneRange> take_ranges(toml::table& file, const std::string& origin,
                                   const std::vector<Option>& options) {
  std::vector<TuneRange> ranges;
  auto* tune = file.get_as<toml::table>("tune");
  const auto* node = tune == nullptr ? nullptr : tune->get("range");
  if (node == nullptr) return ranges;
  if (!node->is_table())
    throw UsageError(fmt::format("{}: tune.range; expected a table of keys", place(*node, origin)));
  read_all(*node->as_table(), "", options, origin, ranges);
  std::ranges::sort(ranges, {}, &TuneRange::key);
  const auto twice = std::ranges::adjacent_find(ranges, {}, &TuneRange::key);
  if (twice != ranges.end()) refuse(*node, origin, twice->key, "is given twice");
  tune->erase("range");
  return ranges;
}

std::string text_of(const TuneRange& range) {
  if (range.kind == TuneRange::Kind::choice) return fmt::format("[{}]", fmt::join(range.choices, ", "));
  return fmt::format("{{low = {}, high = {}, scale = \"{}\"}}", end_text(range, range.low),
                     end_text(range, range.high), name_of(range.scale));
}

std::string print_ranges(const std::vector<TuneRange>& ranges) {
  std::string text;
  if (!ranges.empty()) text += "\n[tune.range]\n";
  for (const auto& range : ranges) text += fmt::format("\"{}\" = {}\n", range.key, text_of(range));
  return text;
}

}  // namespace symh
