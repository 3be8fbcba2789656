#pragma once
#include <netcdf.h>

#include <optional>
#include <string>
#include <vector>

#include "formats/binary/netcdf_file.h"
#include "formats/binary/time_table.h"

namespace symh {

bool is_number(nc_type type);

/// The numbers of an attribute: its own, or those that its text lists. nullopt if there is no such attribute.
struct NumberAttribute {
  nc_type type = NC_NAT;  ///< NC_CHAR if the numbers stood in a text
  std::vector<double> numbers;
};
std::optional<NumberAttribute> number_attribute(const NetcdfFile& file, int variable, const char* name);

/// What the attributes of a variable say of its values, by NUG, CF-1.8 and ISTP: `_FillValue`,
/// `missing_value`, `FILLVAL`, the default fill value of the type, `valid_min`, `valid_max`, `valid_range`,
/// `VALIDMIN`, `VALIDMAX`, `scale_factor`, `add_offset`, `_Unsigned`, `units`. The caller must keep `file`
/// open while it calls `read`. Throws DataError if an attribute that must be a number is not.
DescribedVariable described(const NetcdfFile& file, int variable, const std::string& name, nc_type type,
                            const std::string& path);

}  // namespace symh
