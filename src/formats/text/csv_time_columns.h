#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/text/csv_columns.h"

namespace symh {

/// The roles of the columns that make the stamp; all other columns have the role `skip`.
struct TimeRoles {
  std::vector<CsvRole> roles;       ///< [column]
  std::vector<bool> named_as_time;  ///< [column]: a word for time, whether it is needed or not
  bool found = false;
  bool names_utc = false;
  std::string note;
};

/// Finds the columns of the stamp by their names: a whole stamp (`time`, `datetime`, `time_tag`, `epoch`
/// ...), date and time, year + month + day or year + day of year with hour, minute and second, or a nameless
/// first column that holds stamps. `given`: the roles that --columns gives to columns; `skip` for none.
/// Columns of `taken` are no candidates. If nothing is found, `note` may say why.
TimeRoles find_time_columns(const std::vector<std::string>& names,
                            const std::vector<std::string_view>& first_row, const std::vector<CsvRole>& given,
                            const std::vector<bool>& taken);

/// The role that a target of --columns means: `time`, `date`, `clock`, `year`, `month`, `day`, `doy`, `hour`,
/// `minute` or `second`; `skip` for another text, which is a channel.
CsvRole time_role_named(std::string_view target);

}  // namespace symh
