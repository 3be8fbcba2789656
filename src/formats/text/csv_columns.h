#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/format.h"
#include "series/channels.h"

namespace symh {

/// What a column of a CSV file is for: nothing, a channel, or a part of the stamp.
enum class CsvRole : std::uint8_t {
  skip,
  value,
  stamp,  ///< a whole stamp, or a count since 1970
  date,
  clock,
  year,
  month,
  day,
  day_of_year,
  hour,
  minute,
  second
};

/// A column as the file describes it.
struct CsvColumn {
  std::string name;
  std::string unit;          ///< of a row of units or a HAPI header; empty if none
  float fill = missing;      ///< the fill value that a HAPI header states
  std::size_t position = 1;  ///< of the name in the header line, from 1
};

/// What the columns of a file are, settled by their names.
struct CsvRoles {
  std::vector<CsvRole> roles;             ///< [column]
  std::vector<std::size_t> channel;       ///< [column] of a value: its place in `channels`
  std::vector<std::string> channels;      ///< names, in the order of the columns
  std::vector<const ChannelInfo*> infos;  ///< [channel]; nullptr for one that symh does not know
  std::vector<float> fills;               ///< [channel]; NaN if the file states none
  std::vector<std::size_t> columns;       ///< [channel]: its column
  /// The columns that tell whether the spacecraft of a row was the active one, and its quality, as in tables
  /// made of SWPC's feeds; npos if there is none.
  std::size_t active = std::string::npos, quality = std::string::npos;
  bool names_utc = false;            ///< whether the name of a time column states UTC
  std::vector<std::string> notes;    ///< for the user: which columns symh leaves out, and how it reads others
  std::vector<std::string> renamed;  ///< `SYM-H (nT) is sym_h`, for names that are not the channel's own
};

/// Finds the columns of the stamp and of the channels. `mapped` is --columns: NAME -> CHANNEL or `time`.
/// `first_row` decides between columns that may both hold the stamp. Errors name `line`, the header's line.
/// Throws DataError if there is no stamp, no channel, or a channel twice.
CsvRoles settle_roles(const TextInput& input, std::size_t line, const std::vector<CsvColumn>& columns,
                      const std::vector<std::string_view>& first_row,
                      const std::map<std::string, std::string>& mapped);

/// Finds the columns of a header again in a header that has the same names (in their plain form) in another
/// order.
class CsvNamePlaces {
 public:
  explicit CsvNamePlaces(const std::vector<CsvColumn>& columns);
  /// The place of a column of this name, each once: the first of exactly this name, else the last whose plain
  /// form is the same. There must be one.
  std::size_t take(const std::string& name);

 private:
  std::map<std::string, std::vector<std::size_t>> exact_, plain_;  ///< the next one to take is the last
  std::vector<bool> taken_;
};

/// True if the names may head the columns of a CSV file: some of them make a stamp, or nearly do, so that a
/// message can name the missing column. `first_row` may be empty.
bool has_time_columns(const std::vector<std::string>& names, const std::vector<std::string_view>& first_row);

}  // namespace symh
