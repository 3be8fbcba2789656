#include "formats/read_data.h"

#include <fmt/format.h>

#include <mutex>

#include "core/clock.h"
#include "core/error.h"
#include "core/time.h"
#include "formats/parsed_cache.h"
#include "series/plausibility.h"
#include "series/stray_times.h"

namespace symh {
namespace {

const char* plural(std::size_t count) { return count == 1 ? "" : "s"; }

/// `1 bad line`, `2 bad fields`, `1 bad line and 2 bad fields`.
std::string skipped(const SourceFile& file) {
  auto lines = fmt::format("{} bad line{}", file.skipped_lines, plural(file.skipped_lines));
  auto fields = fmt::format("{} bad field{}", file.skipped_fields, plural(file.skipped_fields));
  if (file.skipped_fields == 0) return lines;
  return file.skipped_lines == 0 ? fields : lines + " and " + fields;
}

constexpr std::size_t most_lines = 10;

/// Prints at most ten notes, as of warnings.
void tell_notes(const LoadedData& data, Listener& listener) {
  for (std::size_t i = 0; i < data.notes.size(); ++i)
    i < most_lines ? listener.say(data.notes[i]) : listener.say_more(data.notes[i]);
  if (data.notes.size() > most_lines)
    listener.say(fmt::format("... and {} more notes (--verbose)", data.notes.size() - most_lines));
}

/// Prints at most ten warnings: a folder of hundreds of files may cause hundreds.
void tell_warnings(const LoadedData& data, Listener& listener) {
  auto warnings = data.warnings;
  for (const auto& file : data.files)
    if (file.skipped_lines + file.skipped_fields > 0)
      warnings.push_back(fmt::format("{}: {} skipped (--tolerant), the first at {}", file.path, skipped(file),
                                     file.first_skipped));
  for (std::size_t i = 0; i < warnings.size(); ++i) {
    const auto line = "warning: " + warnings[i];
    if (i < most_lines)
      listener.warn(line);
    else
      listener.say_more(line);
  }
  if (warnings.size() > most_lines)
    listener.warn(fmt::format("warning: ... and {} more (--verbose)", warnings.size() - most_lines));
}

LoadedData load_through_cache(const std::vector<std::string>& paths, const ReadOptions& options,
                              Listener& listener) {
  static ParsedCache cache(default_cache_folder());
  return cache.load(paths, options, [&](const std::string& line) { listener.say_more(line); });
}

/// As read_data() says of samples stamped after `now`.
void leave_out_future(LoadedData& data, std::optional<Time> now) {
  const auto clock = now.value_or(time_of_clock());
  auto warning =
      !now && !data.series.empty() && data.series.first_time() > clock
          ? fmt::format("all samples are stamped after the clock ({}): simulated, or the clock is wrong",
                        format_time(clock))
          : drop_future(data.series, clock);
  if (data.series.empty() && !warning.empty()) throw DataError(warning);
  if (!warning.empty()) data.warnings.insert(data.warnings.begin(), std::move(warning));
}

}  // namespace

LoadedData read_data(const std::vector<std::string>& paths, ReadOptions options, bool use_cache,
                     Listener& listener, std::optional<Time> now) {
  std::mutex one_at_a_time;
  options.progress = [&](double share) {
    const std::lock_guard lock(one_at_a_time);
    listener.progress("reading", share);
  };
  auto data = use_cache ? load_through_cache(paths, options, listener) : load(paths, options);
  listener.progress_ended();
  leave_out_future(data, now);
  if (!options.keep_implausible)
    for (const auto& found : drop_implausible(data.series))
      data.warnings.push_back(implausible_text(found) +
                              "; --keep-implausible (data.keep_implausible) keeps them");
  tell_notes(data, listener);
  tell_warnings(data, listener);
  for (const auto& file : data.files)
    listener.say_more(fmt::format("{}: {}, {} rows", file.path, file.format, file.rows));
  if (data.series.empty()) throw DataError("the files hold no samples; check the paths");
  listener.say(fmt::format("read {} file{}: {} samples of {}, {} to {}", data.files.size(),
                           plural(data.files.size()), data.series.size(),
                           format_duration(data.series.cadence), format_time(data.series.first_time()),
                           format_time(data.series.last_time())));
  return data;
}

}  // namespace symh
