#include "verification/events.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "verification/moments.h"

namespace symh {
namespace {

/// Narrow at both ends, as the chances of rare events are mostly small.
constexpr std::array bin_edges{0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0};
constexpr std::size_t bins = bin_edges.size() - 1;

std::size_t bin_of(double chance) {
  const auto above = std::upper_bound(bin_edges.begin() + 1, bin_edges.end() - 1, chance);
  return static_cast<std::size_t>(above - bin_edges.begin()) - 1;
}

/// What the columns of the sums over samples are: for each bin the samples, the chances, the events.
struct BinSums {
  double samples, chances, events;
  BinSums(std::span<const double> sums, std::size_t bin)
      : samples(sums[bin]), chances(sums[bins + bin]), events(sums[2 * bins + bin]) {}
};

struct Parts {
  double reliability = 0, resolution = 0, uncertainty = 0;
};

Parts parts_of(std::span<const double> sums) {
  double samples = 0, events = 0;
  for (std::size_t b = 0; b < bins; ++b) {
    samples += BinSums(sums, b).samples;
    events += BinSums(sums, b).events;
  }
  const double usual = ratio(events, samples);
  Parts parts{0, 0, usual * (1 - usual)};
  for (std::size_t b = 0; b < bins; ++b) {
    const BinSums bin(sums, b);
    if (bin.samples == 0) continue;
    const double share = bin.events / bin.samples, chance = bin.chances / bin.samples;
    parts.reliability += bin.samples / samples * (chance - share) * (chance - share);
    parts.resolution += bin.samples / samples * (share - usual) * (share - usual);
  }
  return parts;
}

/// Fills the parts of the Brier score and the bins.
void score_reliability(EventScores& scores, const Bootstrap& bootstrap, const std::vector<double>& chance,
                       const std::vector<bool>& event) {
  auto blocks = bootstrap.sums(3 * bins);
  std::vector<double> total(3 * bins);
  for (std::size_t i = 0; i < chance.size(); ++i) {
    const std::array columns{1.0, chance[i], event[i] ? 1.0 : 0.0};
    for (std::size_t column = 0; column < columns.size(); ++column) {
      blocks.at(bootstrap.block_of(i), column * bins + bin_of(chance[i])) += columns[column];
      total[column * bins + bin_of(chance[i])] += columns[column];
    }
  }
  const auto parts = parts_of(total);
  scores.reliability = parts.reliability;
  scores.resolution = parts.resolution;
  scores.uncertainty = parts.uncertainty;
  const auto intervals = bootstrap.intervals(blocks, bins + 2, [](auto sums, auto score) {
    const auto drawn = parts_of(sums);
    score[0] = drawn.reliability;
    score[1] = drawn.resolution;
    for (std::size_t b = 0; b < bins; ++b)
      score[2 + b] = ratio(BinSums(sums, b).events, BinSums(sums, b).samples);
  });
  scores.reliability_interval = intervals[0];
  scores.resolution_interval = intervals[1];
  for (std::size_t b = 0; b < bins; ++b)
    if (const BinSums bin(total, b); bin.samples > 0)
      scores.bins.push_back({bin_edges[b], bin_edges[b + 1], static_cast<std::size_t>(bin.samples),
                             bin.chances / bin.samples, bin.events / bin.samples, intervals[2 + b]});
}

std::vector<double> brier_scores(const std::vector<double>& chance, const std::vector<bool>& event) {
  std::vector<double> scores;
  scores.reserve(chance.size());
  for (std::size_t i = 0; i < chance.size(); ++i) {
    const double error = chance[i] - (event[i] ? 1 : 0);
    scores.push_back(error * error);
  }
  return scores;
}

}  // namespace

std::vector<EventScores> score_events(const Bootstrap& bootstrap, const std::vector<float>& observed_nt,
                                      const ChanceForecasts& model, const ChanceForecasts& persistence,
                                      const ChanceForecasts& climatology) {
  std::vector<EventScores> scores;
  for (std::size_t t = 0; t < event_thresholds_nt.size(); ++t) {
    auto& of_event = scores.emplace_back();
    of_event.threshold_nt = event_thresholds_nt[t];
    std::vector<bool> event;
    event.reserve(observed_nt.size());
    for (const float observed : observed_nt) event.push_back(observed <= of_event.threshold_nt);
    of_event.samples = event.size();
    of_event.events = static_cast<std::size_t>(std::ranges::count(event, true));
    of_event.brier = compare_scores(bootstrap, brier_scores(model.chance[t], event),
                                    brier_scores(persistence.chance[t], event),
                                    brier_scores(climatology.chance[t], event));
    score_reliability(of_event, bootstrap, model.chance[t], event);
    of_event.roc = score_roc(bootstrap, model.chance[t], event);
    const auto roc = score_roc(bootstrap, persistence.chance[t], event);
    of_event.persistence_roc_area = roc.area;
    of_event.persistence_roc_area_interval = roc.area_interval;
  }
  return scores;
}

}  // namespace symh
