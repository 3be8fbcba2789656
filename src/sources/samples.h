#pragma once
#include "sources/fetch.h"

namespace symh {

/// True where any channel has a value in this row.
bool holds_value(const Series& series, std::size_t row);

/// The row stamped `time`, or nullopt.
std::optional<std::size_t> row_of(const Series& series, Time time);

/// Takes the values out of rows of `arrived` that are of worse status than what `before` holds for that time,
/// and returns how many rows these were.
std::size_t blank_worse(Series& arrived, const Series& before);

/// `arrived` over `before`, where rows of worse status were taken out of `arrived`. A row of better status
/// replaces the whole row that was there.
Series laid_over(Series before, Series arrived);

/// What `after` has that `before` had not.
Difference difference(const Series& before, const Series& after);

/// The least known status of rows that hold a value.
Status least_status(const Series& series);

}  // namespace symh
