#include "reporting/table_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

namespace symh {
namespace {

using nlohmann::json;

struct CellJson {
  json operator()(std::monostate) const { return nullptr; }
  json operator()(const std::string& text) const { return text; }
  json operator()(std::size_t count) const { return count; }
  /// JSON has no NaN and no infinity.
  json operator()(double number) const { return std::isfinite(number) ? json(number) : json(nullptr); }
  json operator()(const Interval& interval) const {
    return json::array({(*this)(interval.low), (*this)(interval.high)});
  }
  json operator()(const Share& share) const { return share.count; }
  json operator()(bool yes) const { return yes; }
};

/// `a.b` is the key b of the object at the key a, and `a/b.c` is the key b.c of that object.
json& at_key(json& object, const std::string& key) {
  const auto end = key.find_first_of("./");
  if (end == std::string::npos) return object[key];
  auto& inner = object[key.substr(0, end)];
  const auto rest = key.substr(end + 1);
  return key[end] == '/' ? inner[rest] : at_key(inner, rest);
}

void add_to_list(json& list, const Cell& cell) {
  if (list.is_null()) list = json::array();
  if (!std::holds_alternative<std::monostate>(cell)) list.push_back(std::visit(CellJson{}, cell));
}

}  // namespace

json to_json(const std::vector<Column>& columns, const std::vector<Cell>& row) {
  auto object = json::object();
  constexpr std::string_view list = "[]";
  for (std::size_t i = 0; i < std::min(columns.size(), row.size()); ++i) {
    const auto& key = columns[i].key;
    if (key.ends_with(list))
      add_to_list(at_key(object, key.substr(0, key.size() - list.size())), row[i]);
    else if (!key.empty() && !std::holds_alternative<std::monostate>(row[i]))
      at_key(object, key) = std::visit(CellJson{}, row[i]);
  }
  return object;
}

json to_json(const Table& table) {
  auto list = json::array();
  for (const auto& row : table.rows) list.push_back(to_json(table.columns, row));
  return list;
}

}  // namespace symh
