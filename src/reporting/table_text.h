#pragma once
#include <string>

#include "verification/table.h"

namespace symh {

/// A table for a terminal of 80 columns: headline, column names, a rule, the rows. The first column takes the
/// room that is left; if the columns need more, those of lowest priority are dropped. Columns of texts are
/// aligned left, columns of numbers right. Empty if the table has no rows.
std::string to_text(const Table& table);

}  // namespace symh
