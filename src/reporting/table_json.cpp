#include "reporting/table_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

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
};

/// `a.b` is the key b of the object at the key a.
json& at_key(json& object, const std::string& key) {
  const auto dot = key.find('.');
  return dot == std::string::npos ? object[key] : at_key(object[key.substr(0, dot)], key.substr(dot + 1));
}

}  // namespace

json to_json(const std::vector<Column>& columns, const std::vector<Cell>& row) {
  auto object = json::object();
  for (std::size_t i = 0; i < std::min(columns.size(), row.size()); ++i)
    if (!columns[i].key.empty() && !std::holds_alternative<std::monostate>(row[i]))
      at_key(object, columns[i].key) = std::visit(CellJson{}, row[i]);
  return object;
}

json to_json(const Table& table) {
  auto list = json::array();
  for (const auto& row : table.rows) list.push_back(to_json(table.columns, row));
  return list;
}

}  // namespace symh
