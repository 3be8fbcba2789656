#include "verification/window_scores.h"

#include <algorithm>
#include <cmath>

#include "verification/moments.h"

namespace symh {
namespace {

/// The n-th number of a sequence that covers (0, 1) evenly.
double even_share(std::size_t n) {
  constexpr double golden = 0.6180339887498949;
  const double turns = (static_cast<double>(n) + 0.5) * golden;
  return turns - std::floor(turns);
}

/// `members` are in rising order.
void add_members(ModelChances& model, std::span<const float> members, float observed) {
  const auto share = [&](auto end) {
    return static_cast<double>(end - members.begin()) / static_cast<double>(members.size());
  };
  model.forecasts.crps_nt.push_back(crps_of_members(members, observed));
  for (std::size_t t = 0; t < event_thresholds_nt.size(); ++t)
    model.forecasts.chance[t].push_back(share(std::ranges::upper_bound(members, event_thresholds_nt[t])));
  // Many minima are the value at the issue time. Observations that equal members are spread over their share,
  // so that the histogram of true forecasts is flat (Czado, Gneiting & Held 2009,
  // 10.1111/j.1541-0420.2009.01191.x).
  const double below = share(std::ranges::lower_bound(members, observed)),
               up_to = share(std::ranges::upper_bound(members, observed));
  model.pit.push_back(below + even_share(model.pit.size()) * (up_to - below));
}

}  // namespace

double crps_of_members(std::span<const float> members, double observed) {
  const auto n = static_cast<double>(members.size());
  double distance = 0, spread = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    distance += std::abs(members[i] - observed);
    // In the sum of |X - X'| over all pairs, the member of rank i is added 2 i + 1 - n times.
    spread += (2 * static_cast<double>(i) + 1 - n) * members[i];
  }
  return distance / n - spread / (n * n);
}

ModelChances chances_of_window(const WindowForecasts& window, const SampleRows& rows) {
  ModelChances model;
  const auto& minimum = window.minimum;
  for (const auto row : rows) {
    model.forecasts.winkler_nt.push_back(
        winkler_score(minimum.q05_nt[row], minimum.q95_nt[row], minimum.observed_nt[row]));
    if (window.members > 0) {
      add_members(model, std::span(window.minima_nt).subspan(row * window.members, window.members),
                  minimum.observed_nt[row]);
      continue;
    }
    model.forecasts.crps_nt.push_back(undefined);
    for (std::size_t t = 0; t < event_thresholds_nt.size(); ++t)
      model.forecasts.chance[t].push_back(window.chances[t][row]);
  }
  return model;
}

}  // namespace symh
