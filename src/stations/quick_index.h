#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "physics/quick_index_error.h"
#include "series/series.h"

namespace symh {

/// How to estimate.
struct QuickIndexOptions {
  /// Of the estimate, 1 or 5 minutes.
  Minutes cadence{5};
  /// The estimate at t uses no value of the observed index stamped after t - index_age.
  Minutes index_age{0};
};

/// What became of one observatory.
struct StationUse {
  std::string code;           ///< HER
  Time newest;                ///< stamp of its newest value
  std::size_t rows = 0;       ///< rows of the estimate that used it
  std::size_t left_out = 0;   ///< rows at which it disagreed with the others
  std::vector<Time> jumps{};  ///< when its baseline jumped
};

/// SYM-H as estimated from observatories.
struct QuickIndex {
  /// Channels sym_h_quick and sym_h_quick_error. Status quick_look. A row stamped t is over the interval of
  /// the observed index with that stamp.
  Series series;
  std::vector<StationUse> stations;
  /// [row] one bit for each of `stations` that was used.
  std::vector<std::uint32_t> used;
};

/// Estimates SYM-H from the horizontal component of at least two observatories (stations/observatories.h
/// names their channels; other channels of `stations` are passed over). `observed` holds sym_h as far as it
/// is known: it gives each observatory its baseline, and the estimate its level. An estimate uses values
/// stamped at or before its own row alone. The recipe and its measured errors: docs/stations.md. Throws
/// DataError if fewer than two observatories have data, or if `observed` has no sym_h.
QuickIndex estimate_sym_h(const Series& stations, const Series& observed, const QuickIndexOptions& options);

}  // namespace symh
