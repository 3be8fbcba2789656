#pragma once
#include <string>
#include <string_view>

#include "core/time.h"

namespace symh {

/// Reads plain lines of a CSV file: a stamp written like the last remembered one, on the same day; in each
/// other column a number of at most nine digits, or nothing; no quotes, no blanks; a newline. It gives the
/// same values as the careful reader.
class PlainCsvLines {
 public:
  PlainCsvLines(char delimiter, std::size_t width, std::size_t time_column)
      : delimiter_(delimiter), width_(width), time_column_(time_column) {}
  /// Remembers how the file writes stamps, and the day of this one.
  void remember(std::string_view stamp, Time time);
  /// Reads the line at the start of `text`: its stamp, and its values in the order of the other columns.
  /// Returns the length of the line with its newline, or 0 if the line is not plain.
  std::size_t read(std::string_view text, Time& time, float* values) const;

 private:
  const char* read_stamp(const char* at, Time& time) const;

  char delimiter_;
  std::size_t width_, time_column_;
  std::string date_, seconds_;  ///< `2003-11-20T` and the text after hh:mm; date_ is empty at first
  Time midnight_;
};

}  // namespace symh
