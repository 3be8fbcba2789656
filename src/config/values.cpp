#include "config/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/address.h"
#include "core/error.h"
#include "core/json.h"
#include "core/text.h"

namespace symh {
namespace {

template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};

using Names = std::map<std::string, std::string>;

/// Converts one TOML node to T; throws the expected form as a std::string.
template <class T>
T convert(const toml::node& node) {
  if constexpr (is_vector<T>::value) {
    const auto* array = node.as_array();
    if (array == nullptr) throw std::string("a list in [ ]");
    T values;
    for (const auto& element : *array) values.push_back(convert<typename T::value_type>(element));
    return values;
  } else if constexpr (std::is_same_v<T, Names>) {
    const auto* table = node.as_table();
    if (table == nullptr) throw std::string("a table such as {SYM = \"sym_h\"}");
    Names names;
    for (const auto& [name, value] : *table) names[std::string(name.str())] = convert<std::string>(value);
    return names;
  } else if constexpr (std::is_same_v<T, Minutes>) {
    const auto text = node.value_exact<std::string>();
    if (text == "0m") return Minutes{0};
    const auto duration = text ? parse_duration(*text) : std::nullopt;
    if (!duration) throw std::string("a duration such as \"90m\", \"4h\", \"1d\"");
    return *duration;
  } else if constexpr (std::is_same_v<T, double>) {
    if (const auto value = node.value<double>(); value && node.is_number()) return *value;
    throw std::string("a number");
  } else {
    if (const auto value = node.value_exact<T>()) return *value;
    if constexpr (std::is_same_v<T, std::int64_t>) throw std::string("a whole number");
    if constexpr (std::is_same_v<T, bool>) throw std::string("true or false");
    throw std::string("a text in \"quotes\"");
  }
}

/// A list may hold this many entries; no key needs more, and lists of millions would only fill the memory.
constexpr std::size_t most_entries = 10'000;

/// Checks a number or a duration, or each one of a list, against the range; throws std::string with the
/// expected range.
template <class T>
void check(const Option& option, const T& value) {
  if constexpr (std::is_same_v<T, Minutes>) {
    const auto minutes = static_cast<double>(value.count());
    if (!(minutes >= option.low && minutes <= option.high)) throw "a duration " + range_text(option);
  } else if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
    const auto number = static_cast<double>(value);
    if (!(number >= option.low && number <= option.high)) throw "a value " + range_text(option);
  } else if constexpr (is_vector<T>::value) {
    if (value.size() > most_entries) throw fmt::format("a list of at most {} entries", most_entries);
    for (const auto& element : value) check(option, element);
  }
}

/// The names in a TOML node; throws the expected form as a std::string.
void assign_chosen(const ChosenValue& target, const toml::node& node) {
  const auto chosen = target.is_list ? convert<std::vector<std::string>>(node)
                                     : std::vector<std::string>{convert<std::string>(node)};
  for (const auto& name : chosen)
    if (std::ranges::find(target.names, name) == target.names.end())
      throw fmt::format("one of {}", fmt::join(target.names, ", "));
  target.set(chosen);
}

template <class T>
std::string text_of(const T& value) {
  if constexpr (is_vector<T>::value) {
    std::vector<std::string> parts;
    parts.reserve(value.size());
    for (const auto& element : value) parts.push_back(text_of(element));
    return fmt::format("[{}]", fmt::join(parts, ", "));
  } else if constexpr (std::is_same_v<T, Names>) {
    std::vector<std::string> parts;
    parts.reserve(value.size());
    for (const auto& [name, channel] : value) parts.push_back(toml_text(name) + " = " + toml_text(channel));
    return fmt::format("{{{}}}", fmt::join(parts, ", "));
  } else if constexpr (std::is_same_v<T, std::string>) {
    return toml_text(value);
  } else if constexpr (std::is_same_v<T, Minutes>) {
    return value == Minutes{0} ? "\"0m\"" : fmt::format("\"{}\"", format_duration(value));
  } else if constexpr (std::is_same_v<T, double>) {
    const auto text = fmt::format("{}", value);
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
  } else {
    return fmt::format("{}", value);
  }
}

}  // namespace

std::string range_text(const Option& option) {
  const bool durations = std::holds_alternative<Minutes*>(option.value) ||
                         std::holds_alternative<std::vector<Minutes>*>(option.value);
  const auto text = [&](double bound) {
    if (!durations) return fmt::format("{}", bound);
    const Minutes minutes{std::llround(bound)};
    return minutes == Minutes{0} ? "0m" : format_duration(minutes);
  };
  const bool from = std::isfinite(option.low), to = std::isfinite(option.high);
  if (from && to) return fmt::format("from {} to {}", text(option.low), text(option.high));
  if (from) return fmt::format("from {}", text(option.low));
  return to ? fmt::format("up to {}", text(option.high)) : std::string();
}

std::string place(const toml::node& node, const std::string& origin) {
  const auto& begin = node.source().begin;
  return begin ? fmt::format("{}:{}:{}", origin, begin.line, begin.column) : origin;
}

std::string nearest_key(const std::string& key, const std::vector<Option>& options) {
  std::vector<std::string> keys;
  keys.reserve(options.size());
  for (const auto& option : options) keys.push_back(option.key);
  return nearest(key, keys);
}

std::string shown(const toml::node& node) {
  std::ostringstream stream;
  node.visit([&](const auto& value) { stream << value; });
  return stream.str();
}

void assign(const Option& option, const toml::node& node, const std::string& where) {
  try {
    std::visit(
        [&](const auto& target) {
          using Target = std::decay_t<decltype(target)>;
          if constexpr (std::is_same_v<Target, ChosenValue>) {
            assign_chosen(target, node);
          } else {
            auto value = convert<std::remove_pointer_t<Target>>(node);
            check(option, value);
            *target = std::move(value);
          }
        },
        option.value);
  } catch (const std::string& expected) {
    constexpr std::size_t longest = 200;
    auto found = shown_hosts(shown(node));
    if (found.size() > longest) found = found.substr(0, longest) + " ...";
    throw UsageError(fmt::format("{}: {} = {}; expected {}", where, option.key, found, expected));
  }
}

std::string toml_text(const std::string& value) {
  std::ostringstream stream;
  stream << toml::value<std::string>(utf8_text(value));
  return stream.str();
}

std::string toml_of(const OptionValue& value) {
  return std::visit(
      [](const auto& target) {
        if constexpr (std::is_same_v<std::decay_t<decltype(target)>, ChosenValue>) {
          const auto chosen = target.get();
          return target.is_list ? text_of(chosen) : text_of(chosen.front());
        } else {
          return text_of(*target);
        }
      },
      value);
}

namespace {

void apply_below(const std::string& prefix, const toml::table& table, const std::vector<Option>& options,
                 const std::string& origin) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    const auto option = std::ranges::find(options, key, &Option::key);
    if (const auto* inner = node.as_table(); inner != nullptr && option == options.end()) {
      apply_below(key + ".", *inner, options, origin);
      continue;
    }
    if (option == options.end())
      throw UsageError(fmt::format("{}: unknown key '{}'; the nearest known key is '{}'", place(node, origin),
                                   key, nearest_key(key, options)));
    assign(*option, node, place(node, origin));
  }
}

}  // namespace

toml::table parse_toml(const std::string& text, const std::string& origin) {
  try {
    return toml::parse(text, origin);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    std::string found(error.description());  // it quotes the text, which may have any byte
    std::ranges::replace_if(
        found, [](unsigned char c) { return c < ' '; }, ' ');
    throw UsageError(fmt::format("{}:{}:{}: {}", origin, begin.line, begin.column, utf8_text(found)));
  }
}

void apply_table(const toml::table& table, const std::vector<Option>& options, const std::string& origin) {
  apply_below("", table, options, origin);
}

}  // namespace symh
