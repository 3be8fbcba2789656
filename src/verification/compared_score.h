#pragma once
#include <string>
#include <vector>

#include "verification/bootstrap.h"
#include "verification/interval.h"

namespace symh {

/// A mean score of chances, the lower the better, of the model and of its two references. Each reference is
/// compared on the samples that it has a forecast for; NaN if there are none.
struct ComparedScore {
  struct Reference {
    double score = 0;
    double skill = 0;  ///< 1 - score of the model / score of the reference
    Interval skill_interval;
  };
  double model = 0;
  Interval model_interval;
  Reference persistence, climatology;  ///< chance_forecasts.h says what they are
};

/// Compares the scores of the same samples, which are those of `bootstrap`.
ComparedScore compare_scores(const Bootstrap& bootstrap, const std::vector<double>& model,
                             const std::vector<double>& persistence, const std::vector<double>& climatology);

/// The mean of the values that are not NaN; NaN if there are none.
double mean_of(const std::vector<double>& values);

}  // namespace symh
