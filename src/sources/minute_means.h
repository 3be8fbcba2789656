#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "series/series.h"

namespace symh {

/// The minute in which an ISO 8601 stamp lies: seconds are cut off; `2015-03-17T04:00:30.5Z` and, with the
/// day of the year, `2015-076T04:00Z` are read. nullopt where it is no time.
std::optional<Time> minute_of_stamp(std::string_view stamp);

/// Gathers values by the minute, in any order; those of one minute are averaged.
class MinuteMeans {
 public:
  explicit MinuteMeans(std::vector<std::string> channels);
  /// `values` has one entry a channel, NaN for missing. A value that the channel cannot have
  /// (series/channels.h) is taken as missing, and counted.
  void add(Time time, const std::vector<float>& values);
  bool empty() const { return minutes_.empty(); }
  /// What was taken as missing: how many values, and the first; empty where none.
  std::string refused() const;
  /// The means, read back from CSV text by the reader of CSV files, so that what is kept can be read again;
  /// `origin` is named in errors. There must be values.
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
