#include "verification/table.h"

#include <utility>

namespace symh {

Table page_table(std::string title, const std::vector<std::string>& titles,
                 std::vector<std::vector<Cell>> rows) {
  Table table{std::move(title), {}, std::move(rows)};
  for (const auto& name : titles) table.columns.push_back({.title = name});
  return table;
}

}  // namespace symh
