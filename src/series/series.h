#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/choices.h"
#include "core/time.h"

namespace symh {

/// Missing values are NaN in every channel.
inline constexpr float missing = std::numeric_limits<float>::quiet_NaN();

/// How final the values of a sample are; a larger value wins where files overlap.
enum class Status : std::uint8_t { unknown = 0, quick_look = 1, provisional = 2, definitive = 3 };
std::string_view status_name(Status status);

/// What the stamp of a sample marks: the beginning (ISGI, Kyoto, OMNI) or the end of its interval.
enum class Stamp : std::uint8_t { beginning, end };

/// Where the solar wind of a series was measured: at the L1 point, half an hour to an hour upstream, or (as
/// in OMNI) already propagated to the bow shock. Users choose it by name; auto: take it from the format.
enum class WindPosition : std::uint8_t { unknown, l1, bow_shock };
template <>
inline constexpr auto choices<WindPosition> = std::to_array<Choice<WindPosition>>(
    {{WindPosition::unknown, "auto"}, {WindPosition::l1, "l1"}, {WindPosition::bow_shock, "bow_shock"}});
/// The name in files and messages, where auto is not possible: "unknown", "l1" or "bow_shock".
std::string_view wind_position_name(WindPosition position);

/// A run of samples without a hole: the rows [first, first + count) have the stamps start, start + cadence,
/// …
struct Segment {
  Time start;
  std::size_t first = 0;
  std::size_t count = 0;
  Time end(Minutes cadence) const { return start + cadence * static_cast<long>(count); }
};

/// A named quantity; its name fixes its unit (`sym_h` nT, `speed` km/s …).
struct Channel {
  std::string name;
  std::vector<float> values;
};

/// Named float32 channels on a regular UTC grid in segments. All channels and `status` have size() rows;
/// segments are in time order, do not overlap and cover all rows.
struct Series {
  Minutes cadence{1};
  Stamp stamp = Stamp::beginning;
  WindPosition solar_wind_at = WindPosition::unknown;
  std::vector<Segment> segments;
  std::vector<Channel> channels;
  std::vector<Status> status;

  std::size_t size() const { return status.size(); }
  bool empty() const { return status.empty(); }
  /// The channel; nullptr if the series does not have it.
  const Channel* find(std::string_view name) const;
  Channel* find(std::string_view name);
  /// The channel. If the series does not have it, throws DataError that lists the channels of the series.
  const Channel& at(std::string_view name) const;
  /// Adds a channel of missing values, or returns the channel of that name if it exists.
  Channel& add(std::string_view name);
  Time time_of(std::size_t row) const;
  Time first_time() const { return segments.front().start; }
  /// The stamp of the last sample.
  Time last_time() const { return segments.back().end(cadence) - cadence; }
};

}  // namespace symh
