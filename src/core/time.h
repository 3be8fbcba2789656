#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace symh {

/// A UTC minute: the stamp of a sample, an issue time, a valid time.
using Time = std::chrono::sys_time<std::chrono::minutes>;
/// A whole number of minutes: cadence, lookback, lead time.
using Minutes = std::chrono::minutes;

/// The UTC minute of a calendar date, which the caller has checked.
Time make_time(int year, unsigned month, unsigned day, int hour = 0, int minute = 0);

/// Reads ISO 8601: `YYYY-MM-DD`, then optionally `T` or blank and `hh:mm[:ss[.sss]]`, `Z` or `+hh:mm`.
/// Seconds other than 0 and impossible dates give nullopt.
std::optional<Time> parse_time(std::string_view text);
/// Like parse_time; throws UsageError that names `what` (a flag or key).
Time require_time(std::string_view text, std::string_view what);
/// `2003-11-20T18:00:00Z`.
std::string format_time(Time time);

/// Reads `90m`, `4h`, `1d`, `1h30m`; nullopt for anything else, zero and negative durations included.
std::optional<Minutes> parse_duration(std::string_view text);
/// The shortest exact form: `90m`, `4h`, `1d`.
std::string format_duration(Minutes duration);

}  // namespace symh
