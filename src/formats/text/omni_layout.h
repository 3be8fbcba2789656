#pragma once
#include <optional>
#include <string>
#include <vector>

#include "formats/format.h"
#include "series/series.h"

namespace symh {

/// One column of an OMNI record: a Fortran field Iw or Fw.d.
struct OmniColumn {
  std::string name;               ///< as OMNIWeb writes it, such as `BZ, nT (GSM)`
  std::size_t width = 0;          ///< characters; 0: unknown, as columns are divided by blanks
  int decimals = -1;              ///< behind the point; -1: a whole number
  const char* channel = nullptr;  ///< nullptr: the column is left out
  /// Values from here on are missing: OMNI fills a field of w characters with w - 1 nines (and the point).
  float fill_from = 0;
};

/// OMNIWeb's forms offer fewer columns.
inline constexpr std::size_t most_omni_columns = 80;

/// The columns of an OMNI file. The first ones are year, day of year, hour and, for minutes, minute.
struct OmniLayout {
  std::vector<OmniColumn> columns;
  std::size_t stamp_columns = 0;  ///< 3 or 4
  WindPosition solar_wind_at = WindPosition::unknown;
  bool fixed = false;  ///< the columns of OMNI2, which each of its files has
  /// Characters of a record; 0 if the columns have no known widths.
  std::size_t width() const;
};

/// The layout that a `.fmt` file of OMNIWeb describes. Throws DataError with the file and line if the text is
/// no such file, or if it names no channel that symh knows.
OmniLayout read_omni_fmt(const TextInput& fmt);

/// True if the text is a `.fmt` file of OMNIWeb.
bool is_omni_fmt(std::string_view text);

/// The layout by the names that a listing of OMNIWeb ("Selected parameters:") has above its table. Its table
/// is divided by blanks. `line` is the line of the first name.
OmniLayout listing_layout(const TextInput& listing, const std::vector<std::string>& names, std::size_t line);

/// The layout of NASA's hourly files omni2_YYYY.dat, whose records have 55 words; the extended files have 56
/// or 57 (spdf.gsfc.nasa.gov/pub/data/omni/low_res_omni/omni2.text). nullopt for another number of words.
std::optional<OmniLayout> omni2_layout(std::size_t words);

/// A line for the user that names the channel of each column that symh takes, such as `Speed, km/s is speed`;
/// empty for a format whose columns have no names.
std::string taken_text(const OmniLayout& layout);

/// A line for the user that names the columns that symh leaves out; empty if there are none.
std::string left_out_text(const OmniLayout& layout);

}  // namespace symh
