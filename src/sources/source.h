#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "sources/fetch.h"

namespace symh {

/// The state of a source during one fetch().
struct FetchContext {
  std::optional<TimeRange> range;
  Time now;
  std::filesystem::path folder;  ///< the source's folder in the cache
  HttpClient& http;
  Listener& listener;
  FetchMode mode;
  FetchReport& report;
};

/// A place that data come from. To add a source, write its file and add its line in registry.cpp.
class Source {
 public:
  Source() = default;
  virtual ~Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  /// The name of its folder in the cache, such as `kyoto` or `hapi/omni`. Every error begins with it.
  virtual std::string name() const = 0;
  /// How far back to fetch if the user names no period; nullopt if the source has no such default.
  virtual std::optional<Minutes> default_period() const = 0;
  /// Fetches the range and adds the files to the context's report.
  virtual void fetch(FetchContext& context) const = 0;
  /// Stores the data of a text (a file, or a member of an archive) in the folder. Throws UsageError if the
  /// source does not support import.
  virtual void import_text(const std::string& name, std::string_view text,
                           const std::filesystem::path& folder, FetchReport& report) const;
};

/// HTTP callbacks that tell `listener` of failed attempts and stop where it asks to.
HttpCallbacks callbacks_of(Listener& listener);

/// Runs one step of the work and adds its error, if any, to the report. Returns false if the work must end:
/// the network failed or the user asked to stop. After bad data the next step may still succeed.
bool attempt_step(FetchReport& report, const FileReport& step, const std::function<void()>& work);

}  // namespace symh
