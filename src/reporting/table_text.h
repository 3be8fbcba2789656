#pragma once
#include <string>

#include "verification/table.h"

namespace symh {

/// A table for a terminal of 80 columns: headline, column names, a rule, the rows. The first column takes the
/// room that is left. If the columns need more room, the table continues below with those of lowest priority,
/// beside the columns that name a row. Columns of texts are aligned left, columns of numbers right. Empty if
/// the table has no rows.
std::string to_text(const Table& table);

/// Tables below each other, a blank line between; those without rows are left out.
std::string to_text(const std::vector<Table>& tables);

}  // namespace symh
