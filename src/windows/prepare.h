#pragma once
#include <memory>
#include <string>
#include <vector>

#include "series/series.h"
#include "windows/index_gap.h"
#include "windows/keys/windows.h"
#include "windows/rows.h"

namespace symh {

class PastRuns;
class RingCurrentForecasts;

/// A series made ready to be cut into windows: at the cadence asked for, derived channels and masks computed,
/// short gaps filled causally. Row r of every vector is grid row r of `grid`, whose channels are moved out,
/// so that the whole takes little more memory than they did.
struct Prepared {
  Series grid;                             ///< segments, cadence and status; no channels
  std::vector<std::string> channels;       ///< windows.channels
  std::vector<std::vector<float>> inputs;  ///< [channel][row], NaN = missing
  /// Per channel: true if a gap does not end the window, because NAME_missing is an input beside the channel
  /// or beside an input of its formula, or because windows.drivers is optional.
  std::vector<bool> may_be_missing;
  std::size_t head_channels = 0;  ///< channels among windows.head
  std::vector<float> head;        ///< [row][head channel], NaN = missing
  /// Null if the data have no solar wind or do not say where it was measured.
  std::shared_ptr<const RingCurrentForecasts> ring_current;
  std::size_t filled = 0;  ///< input values held over a gap

  /// A run of rows.
  struct Run {
    std::size_t first, count;
  };
  std::vector<Run> usable;       ///< runs whose inputs are all there, within one segment each
  bool needs_last = false;       ///< a row without last_nt cannot be an issue time
  std::vector<bool> unobserved;  ///< per row: the data have no value of the target
  std::vector<float> own_last;   ///< last_nt() of each row; empty if an input holds the same values
  std::size_t last_input = 0;    ///< the input with those values, if own_last is empty
  /// These two are for a model that bridges the gap of a late target; other models leave them empty.
  /// last_nt() gives an estimate then. own_observed holds the observed values, which only targets and scores
  /// may read.
  std::shared_ptr<const IndexGap> gap;
  std::shared_ptr<const PastRuns> past_runs;  ///< null unless windows.head names physics_errors
  std::vector<float> own_observed;

  std::size_t rows() const { return grid.size(); }
  /// The target channel, gaps filled up to windows.fill_limit.
  float last_nt(std::size_t row) const { return own_last.empty() ? inputs[last_input][row] : own_last[row]; }
  /// The target channel without filling, NaN where the data have no value.
  float observed_nt(std::size_t row) const {
    return !own_observed.empty() ? own_observed[row] : unobserved[row] ? missing : last_nt(row);
  }
  /// The newest value of the target that is known at this row: the forecast of persistence.
  float newest_nt(std::size_t row) const { return gap ? gap->newest_nt(row) : last_nt(row); }
  /// Unbroken usable rows up to and including this one; 0 if this row cannot be an issue time.
  std::int64_t history(std::size_t row) const;
};

/// Prepared::may_be_missing of a channel that is computed from the channels `bases` of the files.
bool may_be_missing(const WindowsConfig& config, const std::vector<std::string>& bases);

/// Every step looks only back: row r depends on values stamped at or before its stamp. `age` is for models
/// that bridge the gap of a late target; the others hold the last value.
Prepared prepare(Series series, const WindowsConfig& config, const IndexAge& age = {});

/// The rows that are issue times, and the numbers of those that cannot be, so that callers report them and
/// drop none silently.
struct IssueRows {
  Rows rows;
  std::size_t missing_inputs = 0;   ///< on the stride, but history too short or broken
  std::size_t missing_targets = 0;  ///< no lead time observed; left out only if targets are needed
};

/// Rows of `prepared` on the stride with at least the shortest accepted history.
IssueRows issue_rows(const Prepared& prepared, const WindowsConfig& config, bool need_target);

/// The shortest history a window may have, in samples.
std::int64_t shortest_history(const WindowsConfig& config);
/// The longest history, in samples: T of every batch.
std::int64_t longest_history(const WindowsConfig& config);
/// The target at row + lead [nT]; NaN outside the row's segment and where it was not observed.
float observed_after(const Prepared& prepared, std::int64_t row, Minutes lead);

}  // namespace symh
