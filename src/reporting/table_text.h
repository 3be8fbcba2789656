#pragma once
#include <string>

#include "verification/table.h"

namespace symh {

/// A table for a terminal of 80 columns: headline, names of the columns, a rule, the rows. The first column
/// takes the room that the others leave; where they take too much, those of lowest priority are left out.
/// A column of texts is aligned left, one of numbers right. Empty where the table has no rows.
std::string to_text(const Table& table);

}  // namespace symh
