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
  std::map<std::string, std::string> parameters;  ///< of the dataset -> channel
  WindPosition solar_wind_at = WindPosition::unknown;
  Habits habits{.default_period = Minutes{7 * 1440}, .recheck = Minutes{1440}};
};

/// One column of a data answer that becomes a channel.
struct HapiColumn {
  std::size_t index = 0;  ///< 0 is the time
  std::string channel;
  std::optional<float> fill;
};

/// What a server's `info` says of a dataset, as far as it was asked for.
struct HapiDataset {
  std::string parameters;  ///< as a data request must name them: encoded, in the server's order
  std::vector<HapiColumn> columns;
  std::size_t width = 1;  ///< columns of a data answer
  std::optional<TimeRange> available;
  std::vector<std::string> warnings;
};

/// Throws what the `status` of a HAPI answer says, beginning with `origin`: UsageError for a wrong request
/// (14xx), NetworkError for a failing server. True where there are data (1200), false for none (1201).
bool hapi_has_data(const std::string& json_text, const std::string& origin);

/// Reads `info`. Throws UsageError for a parameter that the dataset lacks, DataError for a unit that is not
/// the channel's, or an answer that is no HAPI.
HapiDataset read_hapi_info(const std::string& text, const HapiSettings& settings, const std::string& origin);

/// Reads a data answer, CSV without a header; nullopt where it holds no value. Throws DataError that names
/// line and column.
std::optional<Series> read_hapi_data(const std::string& text, const HapiDataset& dataset,
                                     const std::string& origin, std::vector<std::string>& warnings);

}  // namespace symh
