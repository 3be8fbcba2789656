#include "reporting/chart_ticks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace symh {
namespace {

constexpr double rounding = 1e-9;  // of a step

double step_of(double span, int most) {
  const double least = span / most;
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0})
    if (factor * power >= least * (1 - rounding)) return factor * power;
  return 10 * power;
}

}  // namespace

std::vector<double> number_ticks(double low, double high, int most) {
  const double step = step_of(high - low, most);
  std::vector<double> ticks;
  for (double i = std::ceil(low / step - rounding); i * step <= high + rounding * step; ++i)
    ticks.push_back(i == 0 ? 0.0 : i * step);
  return ticks;
}

std::vector<Time> time_ticks(Time from, Time to, int most) {
  constexpr std::array<int, 5> hours{1, 2, 3, 6, 12};
  const auto ticks_of = [&](Minutes step) {
    std::vector<Time> ticks;
    const auto since = from.time_since_epoch();
    auto first = Time(since / step * step);
    while (first < from) first += step;
    for (Time tick = first; tick <= to; tick += step) ticks.push_back(tick);
    return ticks;
  };
  for (const int hour : hours)
    if (auto ticks = ticks_of(Minutes{60 * hour}); std::ssize(ticks) <= most) return ticks;
  auto days = 1 + (to - from) / (Minutes{1440} * most);
  while (std::ssize(ticks_of(Minutes{1440} * days)) > most) ++days;
  return ticks_of(Minutes{1440} * days);
}

}  // namespace symh
