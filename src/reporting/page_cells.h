#pragma once
#include <string>
#include <vector>

#include "verification/table.h"

namespace symh {

/// The texts of a table in a report or a model card, unescaped.
struct PageCells {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// The columns that a page shows. An undefined number is an en dash.
PageCells page_cells(const Table& table);

}  // namespace symh
