#pragma once
#include <limits>
#include <string>
#include <string_view>

#include "series/channels.h"
#include "series/series.h"

namespace symh {

/// What the header of an observatory's IAGA-2002 text says. A key that is not in the header is empty, a place
/// NaN.
struct ObservatoryHeader {
  std::string code;       ///< of IAGA, in capitals: HER
  std::string source;     ///< `Source of Data`: the institute
  std::string name;       ///< `Station Name`
  std::string data_type;  ///< as the header writes it: variation, definitive ...
  double latitude_degrees = std::numeric_limits<double>::quiet_NaN();
  double longitude_degrees = std::numeric_limits<double>::quiet_NaN();  ///< east is positive
};

/// Takes what one line of a header says; ignores other lines.
void read_header_line(std::string_view line, ObservatoryHeader& header);

/// The header before the first line of columns in a text.
ObservatoryHeader read_observatory_header(std::string_view text);

/// The status of a `Data Type`: variation, reported, adjusted and (as INTERMAGNET calls adjusted data too)
/// provisional are quick-look, quasi-definitive is provisional, definitive is definitive; anything else is
/// unknown.
Status status_of_data_type(std::string_view data_type);

/// What a number in a column of the field is, in nT: 99999.xx (missing) and 88888.xx (not recorded) are
/// fills, other numbers of 80000 and more in magnitude are impossible.
ValueKind classify_field(float value_nt);

/// The same for H, which is also positive.
ValueKind classify_h(float h_nt);

/// The code of a column such as `HERH`: IAGA code and element. Empty for the column of an index or any other
/// name.
std::string_view code_of_column(std::string_view column);

}  // namespace symh
