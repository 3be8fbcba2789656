#include "physics/solar_rotation.h"

#include <cmath>

namespace symh {
namespace {

constexpr double minutes_a_day = 1440;
constexpr double first_julian_day = 2398140.2270, epoch_julian_day = 2440587.5;
constexpr double length = 27.2752316 * minutes_a_day;
constexpr double start_of_number_0 = (first_julian_day - epoch_julian_day) * minutes_a_day;

}  // namespace

Time start_of_solar_rotation(long number) {
  return Time{Minutes{std::lround(start_of_number_0 + length * static_cast<double>(number))}};
}

long solar_rotation(Time time) {
  const auto minutes = static_cast<double>(time.time_since_epoch().count());
  auto number = static_cast<long>(std::floor((minutes - start_of_number_0) / length));
  if (time >= start_of_solar_rotation(number + 1)) ++number;  // as starts are whole minutes
  if (time < start_of_solar_rotation(number)) --number;
  return number;
}

}  // namespace symh
