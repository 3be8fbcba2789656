#pragma once
#include "sources/fetch.h"

namespace symh {

/// The row stamped `time`, or nullopt.
std::optional<std::size_t> row_of(const Series& series, Time time);

/// Clears the rows of `arrived` whose status is worse than that of the row in `before` at the same time.
/// Returns the number of cleared rows that held a value.
std::size_t blank_worse(Series& arrived, const Series& before);

/// Merges `arrived` over `before`, after blank_worse(). A row of better status replaces the whole old
/// row.
Series laid_over(Series before, Series arrived);

/// The new values, changed values and better statuses of `after`, compared with `before`.
Difference difference(const Series& before, const Series& after);

/// The lowest status of the rows that hold a value; unknown if none does.
Status least_status(const Series& series);

}  // namespace symh
