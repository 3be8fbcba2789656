#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "sources/fetch.h"

namespace symh {

/// What a source works with during one fetch().
struct FetchContext {
  std::optional<TimeRange> range;
  Time now;
  std::filesystem::path folder;  ///< of this source in the cache
  HttpClient& http;
  const FetchCallbacks& callbacks;
  FetchMode mode;
  FetchReport& report;
};

/// Where data come from. A new source is one file, and a line in registry.cpp.
class Source {
 public:
  Source() = default;
  virtual ~Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  /// Its folder in the cache, such as `kyoto` or `hapi/omni`; it begins every error.
  virtual std::string name() const = 0;
  /// What is fetched where no period is given; nullopt where the source has none.
  virtual std::optional<Minutes> default_period() const = 0;
  /// Adds to the report of the context.
  virtual void fetch(FetchContext& context) const = 0;
  /// Adds what a text (a file, or a member of an archive) holds to the folder; UsageError where the source
  /// has nothing to import.
  virtual void import_text(const std::string& name, std::string_view text,
                           const std::filesystem::path& folder, FetchReport& report) const;
};

/// Runs one step of the work: an error is put into the report, with what failed. False where the work should
/// end: the network failed or the user asked to stop; after bad data the next step may still succeed.
bool attempt_step(FetchReport& report, const FileReport& step, const std::function<void()>& work);

}  // namespace symh
