#pragma once
#include <nlohmann/json_fwd.hpp>

#include "job/config.h"
#include "windows/windows.h"

namespace symh {

/// The scaling as model.json keeps it.
nlohmann::json scaling_json(const Scaling& scaling);

/// Reads it back as untrusted input. Throws DataError that names the key, without the name of the file, if a
/// list does not fit the configuration, or if a number cannot come from data: a mean outside the physical
/// bounds of its channel, a scale (standard deviation) above the distance between them. Where a channel or
/// feature has no bounds, 1e9 is the limit. Scales begin at 1e-7: fit_scaling() gives 1 to a constant. May
/// throw a JSON exception.
Scaling scaling_from(const nlohmann::json& json, const WindowsConfig& config);

}  // namespace symh
