#include "models/ensemble.h"

#include <algorithm>

#include "models/combination.h"

namespace symh {
namespace {

/// (1 - share) * a + share * b.
Combining between(const Combining& a, const Combining& b, double share) {
  const auto mean = [&](double x, double y) { return (1 - share) * x + share * y; };
  auto result = a;
  for (std::size_t m = 0; m < result.weights.size(); ++m)
    for (std::size_t l = 0; l < result.weights[m].size(); ++l)
      result.weights[m][l] = mean(a.weights[m][l], b.weights[m][l]);
  for (std::size_t l = 0; l < result.bands.size(); ++l)
    result.bands[l] = {mean(a.bands[l].below, b.bands[l].below), mean(a.bands[l].above, b.bands[l].above),
                       mean(a.bands[l].deep, b.bands[l].deep), mean(a.bands[l].deepest, b.bands[l].deepest)};
  return result;
}

}  // namespace

Combining Ensemble::combining(Minutes age, bool stations) const {
  LateCombining before;
  for (const auto& member : members) before.combining.weights.push_back(member.weights);
  before.combining.bands = bands;
  for (const auto& later : stations && !with_stations.empty() ? with_stations : when_late) {
    if (age < later.age) {
      const double from = place_of_age(static_cast<double>(before.age.count()));
      return between(before.combining, later.combining,
                     (place_of_age(static_cast<double>(age.count())) - from) /
                         (place_of_age(static_cast<double>(later.age.count())) - from));
    }
    before = later;
  }
  return before.combining;
}

}  // namespace symh
