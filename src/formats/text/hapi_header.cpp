#include "formats/text/hapi_header.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "formats/binary/variable_names.h"
#include "formats/text/line_reader.h"
#include "series/channel_names.h"

namespace symh {
namespace {

using nlohmann::json;

constexpr std::string_view remedy = "save the answer again with its header";
constexpr std::size_t most_columns = 100'000;

/// The entry of a component: a server gives a list if the components have their own units or fill values.
std::string text_of(const json& parameter, const char* key, std::size_t component) {
  const auto found = parameter.find(key);
  if (found == parameter.end()) return "";
  const json* value = &*found;
  if (value->is_array()) {
    if (value->empty()) return "";
    value = &(*value)[component < value->size() ? component : value->size() - 1];
  }
  if (value->is_string()) return value->get<std::string>();
  return value->is_number() ? value->dump() : "";
}

/// The number of columns of a parameter; 0 if it is none.
std::size_t size_of(const json& parameter) {
  const auto size = parameter.find("size");
  if (size == parameter.end() || size->is_null()) return 1;
  if (!size->is_array()) return 0;
  std::size_t product = 1;
  for (const auto& extent : *size) {
    if (!extent.is_number_unsigned() || extent.get<std::size_t>() > most_columns) return 0;
    product *= extent.get<std::size_t>();
    if (product > most_columns) return 0;
  }
  return product;
}

/// The name of a component: its label if that names a channel (`Bz GSM`), else `NAME[2]`.
std::string name_of_component(const json& parameter, const std::string& name, std::size_t component) {
  auto label = text_of(parameter, "label", component);
  if (channel_of_column(label).channel != nullptr) return label;
  constexpr std::string_view axes = "xyz";
  if (component < axes.size()) {
    auto of_axis = fmt::format("{}_{}", name, axes[component]);
    if (channel_of_variable(of_axis)) return of_axis;
  }
  return fmt::format("{}[{}]", name, component);
}

CsvColumn column_of(const json& parameter, const std::string& name, std::size_t component) {
  CsvColumn column{.name = name, .unit = text_of(parameter, "units", component)};
  const auto fill = to_number(text_of(parameter, "fill", component));
  if (fill) column.fill = *fill;
  return column;
}

}  // namespace

bool begins_hapi_header(std::string_view text) {
  if (!text.starts_with('#')) return false;
  text.remove_prefix(1);
  return trim(text.substr(0, text.find('\n'))).starts_with('{');
}

std::vector<CsvColumn> hapi_columns(const TextInput& input, std::string_view text) {
  const auto info = parse_json_or_discard(text);
  if (!info.is_object() || !info.contains("parameters") || !info["parameters"].is_array())
    refuse(input, 1, 1, "#{", "a HAPI header with its list `parameters`", remedy);
  std::vector<CsvColumn> columns;
  for (const auto& parameter : info["parameters"]) {
    const auto name = parameter.is_object() ? parameter.find("name") : parameter.end();
    const auto size = parameter.is_object() ? size_of(parameter) : 0;
    if (size == 0 || name == parameter.end() || !name->is_string() || columns.size() + size > most_columns)
      refuse(input, 1, 1, parameter.type_name(), "a parameter with `name` and, for several columns, `size`",
             remedy);
    const auto base = name->get<std::string>();
    for (std::size_t c = 0; c < size; ++c)
      columns.push_back(column_of(parameter, size == 1 ? base : name_of_component(parameter, base, c), c));
    // The first parameter of every HAPI answer is its time.
    if (columns.size() == size) columns.front().name = "time";
  }
  return columns;
}

}  // namespace symh
