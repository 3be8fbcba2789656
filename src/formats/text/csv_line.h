#pragma once
#include <string>
#include <string_view>

#include "core/time.h"

namespace symh {

/// Reads the lines of a CSV file that are plain: a stamp written like the last careful one on the same day,
/// numbers of at most nine digits or nothing in each other column, no quotes, no blanks, a newline. Gives
/// what the careful reader would have given.
class PlainCsvLines {
 public:
  PlainCsvLines(char delimiter, std::size_t width, std::size_t time_column)
      : delimiter_(delimiter), width_(width), time_column_(time_column) {}
  /// A stamp as it stands in the file.
  void remember(std::string_view stamp, Time time);
  /// The line at the start of `text`: its stamp, and its values in the order of the other columns. Returns
  /// how long it is, newline included, or 0 where it is not plain.
  std::size_t read(std::string_view text, Time& time, float* values) const;

 private:
  const char* read_stamp(const char* at, Time& time) const;

  char delimiter_;
  std::size_t width_, time_column_;
  std::string date_, seconds_;  ///< `2003-11-20T` and what stands behind hh:mm; date_ is empty at first
  Time midnight_;
};

}  // namespace symh
