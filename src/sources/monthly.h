#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "sources/cache.h"
#include "sources/source.h"

namespace symh {

/// What an answer held.
struct Arrival {
  std::optional<Series> series;  ///< nullopt: the source has nothing for this time
  std::string note = {};         ///< why
};

/// How a source whose data are kept in a file a calendar month is asked, and what becomes of its answers.
struct MonthlyPlan {
  std::string source;
  std::string secret = {};
  Minutes recheck{0};
  /// The source gives whole months alone; else only the days that lack are asked for.
  bool whole_months = false;
  /// Status 404 says that the month is not published yet.
  bool absent_at_404 = false;
  std::function<std::string(std::chrono::year_month)> file_name = {};
  /// The address for whole days [from, to).
  std::function<std::string(const TimeRange&)> address = {};
  /// `shown` is the address without a token. Throws DataError where the answer is not what was asked for.
  std::function<Arrival(const std::string& body, const std::string& shown)> parse = {};
  /// nullptr: files are kept byte for byte as they came.
  SeriesWriter write = nullptr;
};

/// Asks month by month for what lacks in the context's range.
void fetch_months(const MonthlyPlan& plan, FetchContext& context);

/// Stores each calendar month of `series` in its file, and reports it.
void store_months(const MonthlyPlan& plan, const Series& series, const std::filesystem::path& folder,
                  FetchReport& report);

}  // namespace symh
