#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "series/series.h"

namespace symh {

/// The minute of an ISO 8601 stamp; seconds are cut off. Reads `2015-03-17T04:00:30.5Z` and, with the day of
/// the year, `2015-076T04:00Z`. nullopt if the text is not a time.
std::optional<Time> minute_of_stamp(std::string_view stamp);

/// Gathers values in any order and averages those of each minute.
class MinuteMeans {
 public:
  explicit MinuteMeans(std::vector<std::string> channels);
  /// `values` has one entry for each channel, NaN for missing. A value outside the channel's bounds
  /// (series/channels.h) counts as missing.
  void add(Time time, const std::vector<float>& values);
  bool empty() const { return minutes_.empty(); }
  /// A text that tells how many values were outside their bounds, and the first one; empty if none was.
  std::string refused() const;
  /// The means, parsed from CSV text by the CSV reader, so that the stored file can surely be read again.
  /// Errors name `origin`. At least one value must have been added.
  Series series(const std::string& origin) const;

 private:
  struct Sum {
    double sum = 0;
    int count = 0;
  };
  std::vector<std::string> channels_;
  std::map<Time, std::vector<Sum>> minutes_;
  std::size_t refused_ = 0;
  std::string first_refused_;
};

}  // namespace symh
