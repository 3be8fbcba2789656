#pragma once
#include <string>
#include <string_view>

#include "sources/monthly.h"

namespace symh {

/// The plan of a source with monthly IAGA-2002 files of ASY/SYM. The caller sets address and parse.
MonthlyPlan index_plan(const std::string& source, Minutes recheck);

/// The date of a time, `YYYY-MM-DD`.
std::string day_text(Time time);

/// Reads a text of index data; nullopt if it is complete but has no value. Throws DataError.
std::optional<Series> read_index_text(const std::string& name, std::string_view text);

/// Adds a text that the user fetched.
void import_index_text(const std::string& source, const std::string& name, std::string_view text,
                       const std::filesystem::path& folder, FetchReport& report);

}  // namespace symh
