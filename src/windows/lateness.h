#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.h"
#include "series/series.h"

namespace symh {

/// How an estimate of SYM-H from observatories comes to an issue time.
struct StationDelay {
  int stations = 0;  ///< how many observatories it is from; 0: not known, its error comes with it
  Minutes delay{0};  ///< the newest estimate is stamped at or before issue time - delay
};

/// How late the target is at each issue time, for a model that bridges the gap itself.
struct IndexAge {
  enum class Kind { as_measured, drawn, fixed };
  Kind kind = Kind::as_measured;
  Minutes age{0};            ///< of `fixed`: the newest value is stamped at or before issue time - age
  Minutes station_delay{0};  ///< of `fixed`: the newest estimate from observatories, likewise

  /// An age of its own for each issue time, from its stamp alone: one in five is 0, three in twenty have no
  /// target at all, the others lie between 5 minutes and 25 hours, evenly on a logarithmic scale.
  static IndexAge drawn() { return {.kind = Kind::drawn}; }
  static IndexAge fixed(Minutes age, Minutes station_delay = Minutes{0}) {
    return {.kind = Kind::fixed, .age = age, .station_delay = station_delay};
  }
  /// At the issue time `time`; longer than longest_gap: no target at all.
  Minutes at(Time time) const;
  /// What the issue time `time` knows of the observatories; nothing if it has no estimate from them. Drawn:
  /// in half of all issue times none, in the others two to five observatories, of which the newest values are
  /// mostly 5 to 30 minutes old, and in one of seven up to six hours.
  std::optional<StationDelay> stations_at(Time time) const;
  /// How long an hour of Dst must have been over to be known at the issue time `time`; nothing if no Dst is
  /// known. Drawn: in half of all issue times none, in the others one to three hours.
  std::optional<Minutes> dst_delay_at(Time time) const;
};

/// Hourly Dst for training, where it has a hundred storms of errors: the hourly means of SYM-H with an offset
/// for each segment and noise for each hour, drawn from their stamps alone; laid out as series/hourly_dst.h
/// says.
std::vector<float> simulated_dst(const Series& grid, const std::vector<float>& sym_h_nt);

/// SYM-H with errors such as those of an estimate from observatories, in standard errors
/// (quick_index_error_nt): one number for each row, drawn from the stamps alone. They remember themselves for
/// 2.5 hours and have heavier tails than a normal distribution, as the errors of docs/stations.md have.
std::vector<float> drawn_station_errors(const Series& grid);

/// Adds the channels sym_h_quick and sym_h_quick_error: SYM-H with those errors, as if from four
/// observatories and with an index so late. `grid` must have sym_h.
void add_drawn_estimates(Series& grid, Minutes index_age);

}  // namespace symh
