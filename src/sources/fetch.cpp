#include "sources/fetch.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/file.h"
#include "formats/archive.h"
#include "sources/cache.h"
#include "sources/source.h"

namespace symh {
namespace {

/// The range to fetch; nullopt means everything that the source has.
std::optional<TimeRange> range_of(const Source& source, const FetchPeriod& period, Time now) {
  const auto usual = source.default_period();
  if (!period.from && !period.to && !usual) return std::nullopt;
  const Time to = std::min(period.to.value_or(now), now);
  const TimeRange range{period.from.value_or(usual ? to - *usual : Time{}), to};
  if (range.from >= range.to)
    throw UsageError(fmt::format("--from {} is not before --to {}, or lies in the future",
                                 format_time(range.from), format_time(range.to)));
  return range;
}

/// The file itself, or the files in a folder, sorted.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& from) {
  namespace fs = std::filesystem;
  if (!fs::exists(from)) throw UsageError(fmt::format("--import {}: no such file or folder", from.string()));
  if (!fs::is_directory(from)) return {from};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    const auto name = entry.path().filename().string();
    if (entry.is_regular_file() && !name.starts_with(".") && !name.starts_with("README"))
      files.push_back(entry.path());
  }
  if (files.empty()) throw UsageError(fmt::format("--import {}: the folder holds no files", from.string()));
  std::ranges::sort(files);
  return files;
}

/// What a report says may quote an answer, and a server may quote a password.
void redact(FetchReport& report, const HttpClient& http) {
  for (auto* lines : {&report.notes, &report.warnings, &report.errors})
    for (auto& line : *lines) line = http.redact(std::move(line));
  for (auto& file : report.files) file.note = http.redact(std::move(file.note));
}

}  // namespace

std::string_view change_name(FileChange change) {
  switch (change) {
    case FileChange::fetched:
      return "fetched";
    case FileChange::updated:
      return "updated";
    case FileChange::unchanged:
      return "unchanged";
    case FileChange::cached:
      return "cached";
    case FileChange::absent:
      return "absent";
    case FileChange::failed:
      return "failed";
    case FileChange::planned:
      break;
  }
  return "planned";
}

FetchReport fetch(const Source& source, const FetchPeriod& period, Time now,
                  const std::filesystem::path& cache, HttpClient& http, Listener& listener,
                  const FetchMode& mode) {
  FetchReport report{.source = source.name(), .folder = cache / source.name()};
  std::optional<CacheLock> lock;
  if (!mode.dry_run) {
    lock.emplace(report.folder);
    remove_temporaries(report.folder);
  }
  FetchContext context{range_of(source, period, now), now, report.folder, http, listener, mode, report};
  try {
    source.fetch(context);
  } catch (const UsageError& error) {
    throw UsageError(http.redact(error.what()));
  }
  http.set_callbacks({});
  redact(report, http);
  return report;
}

FetchReport import_files(const Source& source, const std::filesystem::path& from,
                         const std::filesystem::path& cache, Listener& listener) {
  FetchReport report{.source = source.name(), .folder = cache / source.name()};
  const auto files = files_of(from);
  const CacheLock lock(report.folder);
  for (std::size_t i = 0; i < files.size(); ++i) {
    listener.progress(report.source, static_cast<double>(i) / static_cast<double>(files.size()),
                      files[i].filename().string());
    const FileReport step{.file = files[i]};
    const bool go_on = attempt_step(report, step, [&] {
      if (listener.stop_asked())
        throw Error(ExitCode::interrupted,
                    fmt::format("{}: interrupted; the imported files are kept", report.source));
      for_each_text(files[i], [&](const std::string& name, std::string_view text) {
        source.import_text(name, text, report.folder, report);
      });
    });
    if (!go_on) break;
  }
  return report;
}

}  // namespace symh
