#pragma once
#include <torch/types.h>

#include <map>
#include <string>
#include <vector>

#include "exporting/cases.h"

namespace symh {

/// Those of the rows for which symh issues a forecast, as it does for the newest solar wind, and whose speed
/// is known alike to symh and to the file: measured at the first of the `steps` before the row, and within a
/// day.
std::vector<std::int64_t> rows_with_wind(const Series& series, std::vector<std::int64_t> rows,
                                         std::int64_t steps);

/// What is issued at each row of an ensemble that counts its members by the age of SYM-H.
std::map<std::string, torch::Tensor> expected_when_late(const ExportCase& c,
                                                        const std::vector<std::int64_t>& rows);

}  // namespace symh
