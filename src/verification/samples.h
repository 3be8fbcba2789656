#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "verification/forecast_table.h"

namespace symh {

/// Indices of samples of a LeadTimeForecasts.
using SampleRows = std::vector<std::size_t>;

/// Throws DataError unless all vectors have one entry a sample, persistence is there, storm indices have a
/// label and probabilities are one for each storm level (or none: missing).
void require_whole(const ForecastTable& table);

/// Throws DataError where two columns of pairs differ in length.
void require_same_size(const std::vector<float>& observed, const std::vector<float>& forecast);

/// The samples where observation, model and persistence are there.
SampleRows common_rows(const LeadTimeForecasts& lead);

/// `values` at `rows`.
std::vector<float> pick(const std::vector<float>& values, const SampleRows& rows);

/// The storm of a sample, -1 where the lead time has no storm labels.
int storm_of(const LeadTimeForecasts& lead, std::size_t row);

}  // namespace symh
