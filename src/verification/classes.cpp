#include "verification/classes.h"

#include <algorithm>
#include <cmath>

#include "series/storms.h"
#include "verification/moments.h"

namespace symh {
namespace {

constexpr std::size_t levels = default_storm_thresholds_nt.size() + 1;
/// Limits the cost of a level with forecast probability 0 that then occurs to -ln(1e-12) = 27.6.
constexpr double least_probability = 1e-12;

std::size_t level_of(float value_nt) { return static_cast<std::size_t>(storm_level(value_nt)); }

bool complete(const std::vector<float>& probabilities) {
  const auto finite = [](float p) { return std::isfinite(p); };
  return !probabilities.empty() && std::all_of(probabilities.begin(), probabilities.end(), finite);
}

double brier(const std::vector<float>& probabilities, std::size_t observed) {
  double sum = 0;
  for (std::size_t level = 0; level < levels; ++level) {
    const double error = double{probabilities[level]} - (level == observed ? 1 : 0);
    sum += error * error;
  }
  return sum;
}

void add_sample(LeadTimeScores& scores, const std::vector<float>& probabilities, std::size_t observed,
                std::size_t persisted) {
  const auto likeliest = std::max_element(probabilities.begin(), probabilities.end());
  const auto forecast = static_cast<std::size_t>(likeliest - probabilities.begin());
  ++scores.classified;
  ++scores.confusion[observed][forecast];
  scores.accuracy += forecast == observed ? 1 : 0;
  scores.brier += brier(probabilities, observed);
  scores.cross_entropy -= std::log(std::max(double{probabilities[observed]}, least_probability));
  scores.persistence_accuracy += persisted == observed ? 1 : 0;
  scores.persistence_brier += persisted == observed ? 0 : 2;
}

}  // namespace

void score_classes(LeadTimeScores& scores, const LeadTimeForecasts& lead) {
  if (lead.level_probabilities.empty()) return;
  scores.confusion.assign(levels, std::vector<std::size_t>(levels, 0));
  const auto& persistence = lead.baselines_nt.at("persistence");
  for (std::size_t i = 0; i < lead.level_probabilities.size(); ++i) {
    const auto& probabilities = lead.level_probabilities[i];
    if (std::isnan(lead.observed_nt[i]) || std::isnan(persistence[i]) || !complete(probabilities)) continue;
    add_sample(scores, probabilities, level_of(lead.observed_nt[i]), level_of(persistence[i]));
  }
  const auto n = static_cast<double>(scores.classified);
  for (auto* sum : {&scores.accuracy, &scores.brier, &scores.cross_entropy, &scores.persistence_accuracy,
                    &scores.persistence_brier})
    *sum = ratio(*sum, n);
}

}  // namespace symh
