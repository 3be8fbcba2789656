#include "verification/compared_score.h"

#include <cmath>

#include "verification/moments.h"

namespace symh {
namespace {

ComparedScore::Reference compare_with(const Bootstrap& bootstrap, const std::vector<double>& model,
                                      const std::vector<double>& reference) {
  return {mean_of(reference), skill_over(reference, model), bootstrap.skill(model, reference)};
}

}  // namespace

double mean_of(const std::vector<double>& values) {
  double sum = 0, count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    count += 1;
  }
  return ratio(sum, count);
}

ComparedScore compare_scores(const Bootstrap& bootstrap, const std::vector<double>& model,
                             const std::vector<double>& persistence, const std::vector<double>& climatology) {
  return {mean_of(model), bootstrap.mean(model), compare_with(bootstrap, model, persistence),
          compare_with(bootstrap, model, climatology)};
}

}  // namespace symh
