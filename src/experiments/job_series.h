#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/listener.h"
#include "job/config.h"
#include "series/series.h"

namespace symh {

/// The data of a job as they were read.
struct JobSeries {
  Series train;
  std::optional<Series> validation;  ///< of data.validation; nothing where [split] parts data.train
  nlohmann::json provenance;         ///< by part: files with SHA-256, first and last time
};

enum class JobParts { train, train_and_validation };

/// Reads the files of data.train and, where asked for and named, of data.validation; `use_cache` allows the
/// cache of parsed files. Throws UsageError where data.train names no files, DataError where a file cannot be
/// read.
JobSeries read_job_series(const Config& config, JobParts parts, bool use_cache, Listener& listener);

/// What data.solar_wind_at of a trained model says: where its training data were measured, as far as known.
WindPosition known_position(WindPosition position, const Config& config);

/// For windows.drivers = "optional": the series without its field, without its plasma, and without both.
/// Empty for "required", or where the windows take no solar wind.
std::vector<Series> degraded_series(const Series& series, const WindowsConfig& config);

}  // namespace symh
