#include "physics/solar_cycle.h"

#include <array>
#include <cmath>

namespace symh {
namespace {

constexpr double minutes_of_year = 365.25 * 24 * 60;
constexpr double cycle_years = 11;
constexpr double years_to_know = 1;

struct Month {
  int year;
  unsigned month;
};

constexpr std::array minima{Month{1954, 4}, Month{1964, 10}, Month{1976, 3}, Month{1986, 9},
                            Month{1996, 8}, Month{2008, 12}, Month{2019, 12}};

double years_since(const Month& minimum, Time time) {
  return static_cast<double>((time - make_time(minimum.year, minimum.month, 15)).count()) / minutes_of_year;
}

}  // namespace

double solar_cycle_phase(Time time) {
  double years = years_since(minima.front(), time);
  for (const auto& minimum : minima)
    if (const auto since = years_since(minimum, time); since >= years_to_know) years = since;
  const double turns = years / cycle_years;
  return turns - std::floor(turns);
}

}  // namespace symh
