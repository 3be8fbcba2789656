#pragma once
#include <cstdint>
#include <vector>

#include "windows/prepare.h"

namespace symh {

/// One fold of a cross-validation: what is left out, and what remains after the embargo.
struct Fold {
  std::vector<TimeSpan> left_out_spans;
  std::vector<std::int64_t> train, left_out;
  std::size_t embargoed = 0;  ///< training windows given up for the embargo
};

/// Leaves out whole storms in turn: the segments of the data go to the folds one after the other, so that
/// each fold has storms of every year. Data in fewer segments than folds are cut into blocks of time instead.
/// No training window of a fold lies within the embargo (lookback + longest lead time at least) of what it
/// leaves out. Throws DataError where a fold would have no windows.
std::vector<Fold> make_folds(const Prepared& prepared, const std::vector<std::int64_t>& rows,
                             std::int64_t folds, Minutes embargo);

}  // namespace symh
