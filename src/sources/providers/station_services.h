#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/choices.h"
#include "formats/text/observatory_header.h"
#include "sources/providers/hapi_dataset.h"
#include "sources/source.h"

namespace symh {

/// A web service that gives H of observatories: USGS, INTERMAGNET's node in Edinburgh (GIN), or its HAPI
/// server.
enum class StationService : std::uint8_t { usgs, gin, hapi };
template <>
inline constexpr auto choices<StationService> = std::to_array<Choice<StationService>>(
    {{StationService::usgs, "usgs"}, {StationService::gin, "gin"}, {StationService::hapi, "hapi"}});

/// Which services to ask, in this order, and how. {code} and {lower_code} stand for the observatory, {day}
/// and {next_day} for dates.
struct StationServices {
  std::vector<StationService> order;
  std::vector<std::string> usgs_codes;  ///< the observatories that USGS runs; it is asked for no other
  std::string usgs_address, gin_address;
  std::string hapi_server, hapi_dataset, hapi_parameter;
};

/// H of one observatory on one day, as a service gave it.
struct StationDay {
  Series series;             ///< its only channel is h_channel(header.code); it holds a value
  ObservatoryHeader header;  ///< who made the data, and of which kind they are
};

/// What the services said of one day.
struct StationOutcome {
  std::optional<StationDay> day = {};
  std::vector<std::string> reasons = {};  ///< why each service that was asked before gave nothing
  bool network_failed = false;            ///< one of them could not be asked
  bool bad_data = false;                  ///< a service sent something else than this observatory and day
};

/// Asks the services in turn until one has data. A service that cannot be reached is not asked again in this
/// fetch, and one that fails for an observatory not for its other days.
class StationAsker {
 public:
  /// Both must outlive the object.
  StationAsker(const StationServices& services, FetchContext& context)
      : services_(services), context_(context) {}

  /// Throws UsageError for wrong settings and Error if the user interrupts.
  StationOutcome ask(const std::string& code, Time day);
  /// The addresses that ask() requests, in their order, as people may see them.
  std::vector<std::string> shown_addresses(const std::string& code, Time day) const;

 private:
  bool serves(StationService service, const std::string& code) const;
  std::string address(StationService service, const std::string& code, Time day) const;
  StationDay answer_of(StationService service, const std::string& code, Time day);
  StationDay iaga_day(StationService service, const std::string& code, Time day);
  StationDay hapi_day(const std::string& code, Time day);
  const HapiDataset& dataset_of(const std::string& code);
  std::string get(const Address& address, const std::string& code) const;

  const StationServices& services_;
  FetchContext& context_;
  std::set<StationService> unreachable_;
  std::set<std::pair<StationService, std::string>> failed_;
  std::map<std::string, HapiDataset> datasets_;  ///< by code
};

}  // namespace symh
