#pragma once
#include <string>
#include <string_view>

#include "sources/monthly.h"

namespace symh {

/// The plan of a source whose months are IAGA-2002 files of ASY/SYM; address and parse are left to it.
MonthlyPlan index_plan(const std::string& source, Minutes recheck);

/// The date of a time, `YYYY-MM-DD`.
std::string day_text(Time time);

/// Reads one text of index data; nullopt where it is whole but without a value. Throws DataError.
std::optional<Series> read_index_text(const std::string& name, std::string_view text);

/// Adds a text that was fetched by hand.
void import_index_text(const std::string& source, const std::string& name, std::string_view text,
                       const std::filesystem::path& folder, FetchReport& report);

}  // namespace symh
