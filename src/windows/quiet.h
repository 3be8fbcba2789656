#pragma once
#include <string>

#include "windows/prepare.h"

namespace symh {

/// Training windows by whether they are near a storm.
struct QuietCounts {
  std::size_t storm = 0;       ///< near SYM-H <= -50 nT: all are kept
  std::size_t quiet = 0;       ///< the others
  std::size_t kept_quiet = 0;  ///< those of the others that are kept
};

/// Drops quiet training rows whose stamp is not on windows.quiet_stride. A row is quiet if SYM-H <= -50 nT is
/// not observed within windows.storm_margin of the time from its issue time to its last valid time. Only what
/// training windows observe at their issue and valid times counts, so that the windows that are left out
/// choose nothing. Does nothing if windows.quiet_stride is 0.
QuietCounts thin_quiet(const Prepared& prepared, Rows& training, const WindowsConfig& config);

/// The counts as a line of the log.
std::string balance_text(const QuietCounts& counts, const WindowsConfig& config);

}  // namespace symh
