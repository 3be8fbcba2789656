#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/listener.h"
#include "series/series.h"
#include "sources/http/http.h"
#include "sources/settings.h"

namespace symh {

/// The times from `from` up to, but not at, `to`.
struct TimeRange {
  Time from, to;
};

/// The period that the user asks for; the source chooses an end that is left out.
struct FetchPeriod {
  std::optional<Time> from = {}, to = {};
};

/// The result of a fetch for one file of the cache.
enum class FileChange : std::uint8_t {
  fetched,    ///< the file is new
  updated,    ///< the file existed and now holds more or better values
  unchanged,  ///< asked for; the answer had nothing new
  cached,     ///< not asked for: complete and final, or asked for recently
  absent,     ///< the source has no data yet
  failed,     ///< see FetchReport::errors; the old file stays
  planned,    ///< a real run would ask for it (dry run)
};
std::string_view change_name(FileChange change);

/// The changes that new data made to a file.
struct Difference {
  std::size_t new_values = 0, changed_values = 0;
  /// Number of samples that got a better status, for each pair (from, to).
  std::map<std::pair<Status, Status>, std::size_t> upgrades;
  /// Number of samples that arrived with a worse status than the cached ones, and were ignored.
  std::size_t kept_better = 0;
  bool none() const { return new_values == 0 && changed_values == 0 && upgrades.empty(); }
};

struct FileReport {
  std::filesystem::path file;
  std::string address = {};  ///< as it is shown: without secrets
  FileChange change = FileChange::planned;
  std::size_t rows = 0;             ///< samples in the file now
  Status status = Status::unknown;  ///< the lowest status of samples with values
  Difference difference = {};
  std::string note = {};
};

struct FetchReport {
  std::string source;
  std::filesystem::path folder;  ///< the folder of the files; `--data` accepts it
  std::vector<FileReport> files = {};
  std::vector<std::string> notes = {};  ///< such as the newest value of each observatory
  std::vector<std::string> warnings = {};
  std::vector<std::string> errors = {};
  /// done, failed (network), usage, data (bad data arrived) or interrupted.
  ExitCode code = ExitCode::done;
};

struct FetchMode {
  bool force = false;    ///< ask even for complete and final files
  bool dry_run = false;  ///< only say which requests would be made; request and write nothing
};

class Source;

/// Updates the files in `cache`/SOURCE with the source's data of `period`. Without an end the period ends at
/// `now`; without a beginning it is the source's default period (the live solar wind has none and gives all
/// its data). Parses each answer before it changes a file. A better status replaces a worse one, sample by
/// sample, never the reverse. `listener` hears the progress, and stops the work where it asks to. If the
/// network, the data or the user ends the work, the function does not throw: the report says so, and the
/// fetched data stay. Throws UsageError for wrong settings and RunError if the cache cannot be written.
FetchReport fetch(const Source& source, const FetchPeriod& period, Time now,
                  const std::filesystem::path& cache, HttpClient& http,
                  Listener& listener = silent_listener(), const FetchMode& mode = {});

/// Adds files that the user fetched (plain or in zip, gzip, xz) to the cache, by the same rules.
FetchReport import_files(const Source& source, const std::filesystem::path& from,
                         const std::filesystem::path& cache, Listener& listener = silent_listener());

}  // namespace symh
