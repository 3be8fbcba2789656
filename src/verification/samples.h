#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "verification/forecast_table.h"

namespace symh {

/// Indices of samples in a LeadTimeForecasts.
using SampleRows = std::vector<std::size_t>;

/// Throws DataError unless all vectors have one entry for each sample, persistence exists, storm indices have
/// a label, and each sample has one probability for each storm level (or none: missing).
void require_whole(const ForecastTable& table);

/// Throws DataError if two columns of pairs have different lengths.
void require_same_size(const std::vector<float>& observed, const std::vector<float>& forecast);

/// The samples that have an observation, a model forecast and persistence.
SampleRows common_rows(const LeadTimeForecasts& lead);

/// `values` at `rows`.
std::vector<float> pick(const std::vector<float>& values, const SampleRows& rows);

/// The storm of a sample; -1 if the lead time has no storm labels.
int storm_of(const LeadTimeForecasts& lead, std::size_t row);

}  // namespace symh
