#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/listener.h"
#include "job/config.h"
#include "series/series.h"

namespace symh {

/// The data of a job as read from the files.
struct JobSeries {
  Series train;
  std::optional<Series> validation;  ///< of data.validation; nothing if [split] divides data.train
  nlohmann::json provenance;  ///< by part: files with SHA-256, first and last time, and those of each span
};

enum class JobParts { train, train_and_validation };

/// Reads the files of data.train and, if `parts` asks for it and the configuration names files, of
/// data.validation. `use_cache` allows the cache of parsed files. Throws UsageError if data.train names no
/// files, DataError if a file cannot be read.
JobSeries read_job_series(const Config& config, JobParts parts, bool use_cache, Listener& listener);

/// The data.solar_wind_at to save with a model: where its training data were measured, as far as known.
WindPosition known_position(WindPosition position, const Config& config);

/// For windows.drivers = "optional": the series without its field, without its plasma, and without both.
/// Empty for "required", and if the windows take no solar wind.
std::vector<Series> degraded_series(const Series& series, const WindowsConfig& config);

}  // namespace symh
