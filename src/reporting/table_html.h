#pragma once
#include <string>

#include "verification/table.h"

namespace symh {

/// A table of a report, with its note above; every text is escaped. Columns that hold only numbers are
/// aligned right. A wide table scrolls in its own box.
std::string to_html(const Table& table);

}  // namespace symh
