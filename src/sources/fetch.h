#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "series/series.h"
#include "sources/http/http.h"
#include "sources/settings.h"

namespace symh {

/// [from, to).
struct TimeRange {
  Time from, to;
};

/// What the user asks for; an end that is left out is the source's default.
struct FetchPeriod {
  std::optional<Time> from = {}, to = {};
};

/// What became of one file of the cache.
enum class FileChange : std::uint8_t {
  fetched,    ///< was not there
  updated,    ///< was there and holds more or better values now
  unchanged,  ///< asked for; nothing new
  cached,     ///< not asked for: whole and final, or asked for lately
  absent,     ///< the source has nothing yet
  failed,     ///< see FetchReport::errors; what was there stays
  planned,    ///< would be asked for (dry run)
};
std::string_view change_name(FileChange change);

/// What new data changed in a file.
struct Difference {
  std::size_t new_values = 0, changed_values = 0;
  /// Samples whose status became better: (from, to) -> how many.
  std::map<std::pair<Status, Status>, std::size_t> upgrades;
  /// Samples that arrived with a worse status than what was there, and so were not taken.
  std::size_t kept_better = 0;
  bool none() const { return new_values == 0 && changed_values == 0 && upgrades.empty(); }
};

struct FileReport {
  std::filesystem::path file;
  std::string address = {};  ///< without a token
  FileChange change = FileChange::planned;
  std::size_t rows = 0;             ///< samples in the file now
  Status status = Status::unknown;  ///< the least known of its samples
  Difference difference = {};
  std::string note = {};
};

struct FetchReport {
  std::string source;
  std::filesystem::path folder;  ///< where the files are: what `--data` may name
  std::vector<FileReport> files = {};
  std::vector<std::string> warnings = {};
  std::vector<std::string> errors = {};
  /// done, failed (network), usage, data (bad data arrived) or interrupted.
  ExitCode code = ExitCode::done;
};

struct FetchCallbacks {
  /// Share 0...1 of the work, and a few words on the file at hand.
  std::function<void(double share, const std::string& words)> progress = {};
  std::function<void(const std::string& line)> say = {};
  std::function<bool()> stop = {};
};

struct FetchMode {
  bool force = false;    ///< ask even for what is there and final
  bool dry_run = false;  ///< say what would be asked for; ask nothing, write nothing
};

class Source;

/// Brings the files of `cache`/SOURCE up to what the source has for `period` (without its end: to `now`;
/// without its beginning: the source's default period back; the live solar wind has no default and gives all
/// it has). Each answer is parsed before it changes a file; better status replaces worse, sample by sample,
/// never the reverse. Does not throw where the network, the data or the user ends it: the report says so, and
/// what was fetched is kept. Throws UsageError for wrong settings and RunError where the cache cannot be
/// written.
FetchReport fetch(const Source& source, const FetchPeriod& period, Time now,
                  const std::filesystem::path& cache, HttpClient& http, const FetchCallbacks& callbacks = {},
                  const FetchMode& mode = {});

/// Takes files that were fetched by hand (plain or inside zip, gzip, xz) into the cache, by the same rules.
FetchReport import_files(const Source& source, const std::filesystem::path& from,
                         const std::filesystem::path& cache, const FetchCallbacks& callbacks = {});

}  // namespace symh
