#include "physics/teaching_problems.h"

#include <cmath>

#include "physics/random.h"

namespace symh {
namespace {

Series minutes(std::size_t count, const std::vector<std::string>& channels) {
  Series series;
  series.segments = {{make_time(2000, 1, 1), 0, count}};
  series.status.assign(count, Status::unknown);
  for (const auto& name : channels) series.add(name);
  return series;
}

}  // namespace

Series simulate_adding_problem(int sequences, int length, unsigned seed) {
  Random random(seed);
  const auto steps = static_cast<std::size_t>(length);
  auto series = minutes(static_cast<std::size_t>(sequences) * (steps + 1), {"value", "marker", "sum"});
  auto& value = series.channels[0].values;
  auto& marker = series.channels[1].values;
  for (std::size_t start = 0; start < series.size(); start += steps + 1) {
    for (std::size_t i = 0; i <= steps; ++i) {
      value[start + i] = i < steps ? static_cast<float>(random.uniform()) : 0.F;
      marker[start + i] = 0.F;
    }
    const std::size_t middle = steps / 2;
    const auto half = static_cast<double>(middle), whole = static_cast<double>(steps);
    const auto first = start + static_cast<std::size_t>(random.uniform(0, half));
    const auto second = start + static_cast<std::size_t>(random.uniform(half, whole));
    marker[first] = marker[second] = 1.F;
    series.channels[2].values[start + steps] = value[first] + value[second];
  }
  return series;
}

Series simulate_toy_series(int samples_per_unit) {
  auto series = minutes(20 * static_cast<std::size_t>(samples_per_unit), {"t", "value"});
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double t = static_cast<double>(i) / samples_per_unit - 10.0;
    series.channels[0].values[i] = static_cast<float>(t);
    series.channels[1].values[i] =
        static_cast<float>(std::sin(t) * std::exp(-t * t / 50) + 0.3 * std::cos(3 * t));
  }
  return series;
}

}  // namespace symh
