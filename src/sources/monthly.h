#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sources/cache.h"
#include "sources/source.h"

namespace symh {

/// The content of an answer.
struct Arrival {
  std::optional<Series> series;  ///< nullopt: the source has nothing for this time
  std::string note = {};         ///< the reason
};

/// How to ask a source whose data are kept in one file for each calendar month, and how to store its answers.
struct MonthlyPlan {
  std::string source;
  Minutes recheck{0};
  /// A cached month that was last asked for so long after its end is final, whatever the status of its
  /// samples; 0: only definitive samples are final.
  Minutes final_after{0};
  /// True if the source gives only whole months; otherwise only the missing days are asked for.
  bool whole_months = false;
  /// True if status 404 means that the month is not published yet.
  bool absent_at_404 = false;
  std::function<std::string(std::chrono::year_month)> file_name = {};
  /// The address for whole days [from, to).
  std::function<Address(const TimeRange&)> address = {};
  /// Addresses to ask in turn if the one before answers with status 404. May be empty.
  std::function<std::vector<Address>(const TimeRange&)> other_addresses = {};
  /// Reads an answer. Errors name `shown`, the address without its secrets. Throws DataError if the answer
  /// holds other data than the request asked for.
  std::function<Arrival(const std::string& body, const std::string& shown)> parse = {};
  /// Writes the merged series; nullptr keeps the received bytes of each file unchanged.
  SeriesWriter write = nullptr;
};

/// Asks month by month for the data that are missing in the context's range.
void fetch_months(const MonthlyPlan& plan, FetchContext& context);

/// Stores each calendar month of `series` in its file, and adds it to the report.
void store_months(const MonthlyPlan& plan, const Series& series, const std::filesystem::path& folder,
                  FetchReport& report);

}  // namespace symh
