#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/text/csv_columns.h"
#include "formats/text/csv_dialect.h"
#include "formats/text/instant.h"

namespace symh {

/// Reads plain lines of a CSV file: a stamp written like the last remembered one, on the same day (or a count
/// since 1970); in each column of a channel a number of at most nine digits, a word for missing, or nothing;
/// no quotes around them; a newline. It gives the same values as the careful reader.
class PlainCsvLines {
 public:
  PlainCsvLines(CsvDialect dialect, const CsvRoles& roles) : dialect_(dialect), roles_(&roles) {}

  /// Remembers how the file writes stamps, and the day of this line.
  void remember(const std::vector<std::string_view>& fields, const Instant& instant, const EpochUnit* unit);

  /// Reads the line at the start of `text`: its moment, and its values in the order of the channels. Returns
  /// the length of the line with its newline, or 0 if the line is not plain.
  std::size_t read(std::string_view text, Instant& instant, float* values) const;

 private:
  /// What the time columns of a line give, besides a whole stamp.
  struct Parts {
    unsigned year = 0, month = 0, day = 0, day_of_year = 0, hour = 0, minute = 0;
    int milliseconds = 0;
    bool same_day(const Parts& other) const {
      return year == other.year && month == other.month && day == other.day &&
             day_of_year == other.day_of_year;
    }
  };

  std::size_t read_ordinary(std::string_view text, Instant& instant, float* values) const;
  void remember_text(std::string_view stamp, const Instant& instant);
  void remember_parts(const std::vector<std::string_view>& fields, const Instant& instant);
  const char* read_field(const char* at, CsvRole role, Parts& parts, Instant& instant) const;
  const char* read_stamp(const char* at, Instant& instant) const;
  const char* read_count(const char* at, Instant& instant) const;
  const char* read_clock_of(const char* at, Parts& parts) const;
  const char* read_word(const char* at) const;
  const char* skip_field(const char* at, const char* end) const;

  CsvDialect dialect_;
  const CsvRoles* roles_;
  std::size_t stamp_column_ = 0;  ///< of a whole stamp
  bool ready_ = false;
  bool ordinary_ = false;      ///< one stamp of a whole minute; all other columns are channels, in order
  bool in_parts_ = false;      ///< several columns together hold the stamp
  bool has_seconds_ = false;   ///< the text behind hh:mm begins with seconds, which may change
  std::string tail_;           ///< all text behind hh:mm
  std::string date_, behind_;  ///< `2003-11-20T` and the text after hh:mm, or after the seconds
  const EpochUnit* unit_ = nullptr;
  Parts day_;  ///< of the remembered line
  Time midnight_;
};

}  // namespace symh
