#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sources/fetch.h"
#include "sources/provider.h"

namespace symh {

/// `[hapi.NAME]`: one dataset of one server.
struct HapiSettings {
  std::string server;
  std::string dataset;
  std::map<std::string, std::string> parameters;  ///< parameter of the dataset -> channel
  WindPosition solar_wind_at = WindPosition::unknown;
  Habits habits{.default_period = Minutes{7 * 1440}, .recheck = Minutes{1440}};
};

/// A column of a data answer that becomes a channel.
struct HapiColumn {
  std::size_t index = 0;  ///< 0 is the column of the time
  std::string channel;
  std::optional<float> fill;
};

/// The part of a server's `info` on a dataset that we need.
struct HapiDataset {
  std::string parameters;  ///< as a data request must give them: encoded, in the server's order
  std::vector<HapiColumn> columns;
  std::size_t width = 1;  ///< number of columns of a data answer
  std::optional<TimeRange> available;
  std::vector<std::string> warnings;
};

/// Throws the error in the `status` of a HAPI answer, beginning with `origin`: UsageError for a wrong request
/// (14xx), NetworkError for a failing server. True for data (1200), false for no data (1201).
bool hapi_has_data(const std::string& json_text, const std::string& origin);

/// Reads `info`. Throws UsageError for a parameter that the dataset does not have, DataError for a unit that
/// is not the channel's unit or for an answer that is not HAPI.
HapiDataset read_hapi_info(const std::string& text, const HapiSettings& settings, const std::string& origin);

/// Reads a data answer, CSV without a header; nullopt if it has no value. Throws DataError that names line
/// and column.
std::optional<Series> read_hapi_data(const std::string& text, const HapiDataset& dataset,
                                     const std::string& origin, std::vector<std::string>& warnings);

}  // namespace symh
