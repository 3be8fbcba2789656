#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "centre/record/config.h"
#include "core/error.h"
#include "core/listener.h"

namespace symh {

/// What one source of `fetch.sources` brought.
struct FetchedSource {
  std::string name;          ///< as the settings name it
  bool of_stations = false;  ///< its files hold H of observatories
  ExitCode code = ExitCode::done;
  std::string fault = {};  ///< the first failure; empty where none
  /// Its cached files with data since the time asked for. They are there even if it failed now, because what
  /// was fetched before may be fresh enough.
  std::vector<std::string> files = {};
};

/// Asks all sources side by side, and leaves those that are not done within `fetch.budget`, so that a slow
/// source delays no other and no forecast by more than that. Warnings go to the listener as they come. Throws
/// UsageError if the settings name an unknown source.
std::vector<FetchedSource> fetch_side_by_side(const CentreFetch& settings, Time now, Time files_since,
                                              const std::filesystem::path& cache, Listener& listener);

}  // namespace symh
