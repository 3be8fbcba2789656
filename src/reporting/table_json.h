#pragma once
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "verification/table.h"

namespace symh {

/// One row as an object: a key for each column that has one, null for an undefined number, [low, high] for an
/// interval, the count of a share. See Column::key for objects and lists inside.
nlohmann::json to_json(const std::vector<Column>& columns, const std::vector<Cell>& row);

/// A list with an object for each row.
nlohmann::json to_json(const Table& table);

}  // namespace symh
