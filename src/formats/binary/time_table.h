#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "formats/binary/sample_rows.h"
#include "formats/format.h"

namespace symh {

/// What an attribute says of a variable: which number means missing, or which values are valid.
enum class AttributeMeaning : std::uint8_t { other, fill, valid_min, valid_max, valid_range };

/// Judges the name of an attribute in the spellings of CF, ISTP and of programs: `_FillValue`, `FILLVAL`,
/// `missing_value`, `fill_value`, `VALIDMIN`, `valid_min` ...
AttributeMeaning attribute_meaning(std::string_view name);

/// The numbers of an attribute that is a text, such as `-999, -9999` or `-1e31f`; words such as `none` are no
/// numbers.
std::vector<double> numbers_in(std::string_view text);

/// A number that means missing, and the attribute that says so.
struct FillValue {
  double value = 0;
  std::string attribute;
};

/// One variable of numbers along time, as a NetCDF or CDF file describes it. All numbers are unpacked.
struct DescribedVariable {
  std::string name;   ///< as the file has it
  std::string units;  ///< empty if the file does not say
  std::vector<FillValue> fills;
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  std::string limits;    ///< the attributes that give low and high
  bool single = false;   ///< the file holds float32 numbers, so compare in float32
  double tolerance = 0;  ///< half a step of packed numbers: a fill this near is met
  /// Reads the values of the samples [first, first + count).
  std::function<void(std::size_t first, std::size_t count, double* values)> read;
};

/// What a file of variables along one time axis holds.
struct TimeTable {
  std::size_t samples = 0;
  /// Reads stamps, no_stamp where the file marks one as missing.
  std::function<void(std::size_t first, std::size_t count, Microseconds* stamps)> read_times;
  std::vector<DescribedVariable> variables;
  std::vector<Status> status;         ///< of each sample; empty if the file does not say
  std::vector<std::string> left_out;  ///< variables along time that are no series of numbers
  Minutes cadence{0};                 ///< 0: find it from the stamps
  Stamp stamp = Stamp::beginning;
  WindPosition solar_wind_at = WindPosition::unknown;
};

/// Makes a series of the table. Channels get the names of series/channels.h, or those that
/// `options.column_channels` gives. Units are converted. Fill values, and values outside the valid range,
/// become missing. Samples of seconds are averaged to minutes. The notes of the result tell all of this.
/// Throws DataError if a unit does not fit its channel, or if a value lies outside the channel's bounds (with
/// `tolerant` such a value becomes missing, and a warning tells it).
ParsedFile series_of(const TimeTable& table, const TextInput& input, const ReadOptions& options);

}  // namespace symh
