#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "windows/split.h"

namespace symh {

/// One fold of a cross-validation: the windows left out, and those for training after the embargo.
struct Fold {
  std::vector<TimeSpan> left_out_spans;
  Rows train, left_out;
  std::size_t embargoed = 0;  ///< training windows dropped for the embargo
  /// The windows that choose the best epoch, the weights and the width of a band. If empty, the windows left
  /// out choose them.
  Rows validation = {};
  std::string label = "";  ///< period of a backtest, such as 20030101T0000-20040101T0000
};

/// Leaves out whole storms in turn: the segments of the data go to the folds one after the other, so that
/// each fold has storms of every year. Data with fewer segments than folds are cut into blocks of time
/// instead. With FoldBy::rotation, the solar rotations that hold windows go to the folds one after the other,
/// whatever the segments. No training window of a fold lies within the embargo (at least lookback + longest
/// lead time) of a window that it leaves out. Throws DataError if a fold would have no windows.
std::vector<Fold> make_folds(const Prepared& prepared, const Rows& rows, std::int64_t folds, Minutes embargo,
                             FoldBy by = FoldBy::storm);

/// The folds of a rolling-origin backtest. Fold k leaves out the issue times from bounds[k] up to, but not
/// at, bounds[k + 1]; it trains on those before its origin bounds[k], less the embargo, so that no training
/// target lies at or after the origin. The last split.validation_fraction of this past is its validation,
/// with the embargo before it too. Throws DataError if a part of a fold would have no windows.
std::vector<Fold> make_origin_folds(const Prepared& prepared, const Rows& rows,
                                    const std::vector<Time>& bounds, double validation_fraction,
                                    Minutes embargo);

}  // namespace symh
