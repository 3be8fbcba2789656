#include "verification/roc.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "verification/moments.h"

namespace symh {
namespace {

constexpr std::size_t most_classes = 50;

/// Chances of one kind of sample, sorted.
std::vector<double> chances_where(const std::vector<double>& chance, const std::vector<bool>& event,
                                  bool wanted) {
  std::vector<double> chances;
  for (std::size_t i = 0; i < chance.size(); ++i)
    if (!std::isnan(chance[i]) && event[i] == wanted) chances.push_back(chance[i]);
  std::ranges::sort(chances);
  return chances;
}

double area_of(const std::vector<double>& with, const std::vector<double>& without) {
  double pairs = 0;
  std::size_t below = 0, up_to = 0;
  for (const double chance : with) {
    while (below < without.size() && without[below] < chance) ++below;
    up_to = std::max(up_to, below);
    while (up_to < without.size() && without[up_to] <= chance) ++up_to;
    pairs += 0.5 * static_cast<double>(below + up_to);
  }
  return ratio(pairs, static_cast<double>(with.size()) * static_cast<double>(without.size()));
}

/// The lowest chances of the classes, in falling order; the last is the lowest chance of all.
std::vector<double> class_edges(const std::vector<double>& with, const std::vector<double>& without) {
  std::vector<double> edges;
  for (const auto* sorted : {&with, &without}) {
    const auto classes = std::min(most_classes, sorted->size());
    for (std::size_t k = 1; k <= classes; ++k)
      edges.push_back((*sorted)[sorted->size() - k * sorted->size() / classes]);
  }
  std::ranges::sort(edges, std::greater());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

/// The area under the polygon; `sums` has the events of each class, then the other samples.
double polygon_area(std::span<const double> sums) {
  const auto classes = sums.size() / 2;
  double area = 0, detected = 0, alarms = 0;
  for (std::size_t k = 0; k < classes; ++k) {
    area += sums[classes + k] * (detected + 0.5 * sums[k]);
    detected += sums[k];
    alarms += sums[classes + k];
  }
  return ratio(area, detected * alarms);
}

}  // namespace

Roc score_roc(const Bootstrap& bootstrap, const std::vector<double>& chance, const std::vector<bool>& event) {
  const auto with = chances_where(chance, event, true), without = chances_where(chance, event, false);
  Roc roc{area_of(with, without), {undefined, undefined}, {}};
  if (with.empty() || without.empty()) return roc;
  const auto edges = class_edges(with, without);
  auto blocks = bootstrap.sums(2 * edges.size());
  for (std::size_t i = 0; i < chance.size(); ++i) {
    if (std::isnan(chance[i])) continue;
    const auto edge = std::ranges::partition_point(edges, [&](double lowest) { return lowest > chance[i]; });
    const auto k = static_cast<std::size_t>(edge - edges.begin());
    blocks.at(bootstrap.block_of(i), k + (event[i] ? 0 : edges.size())) += 1;
  }
  roc.area_interval =
      bootstrap.intervals(blocks, 1, [](auto sums, auto score) { score[0] = polygon_area(sums); }).front();
  const auto share_from = [](const std::vector<double>& sorted, double lowest) {
    return static_cast<double>(sorted.end() - std::ranges::lower_bound(sorted, lowest)) /
           static_cast<double>(sorted.size());
  };
  roc.points.push_back({1, 0, 0});
  for (const double edge : edges)
    roc.points.push_back({edge, share_from(without, edge), share_from(with, edge)});
  return roc;
}

}  // namespace symh
