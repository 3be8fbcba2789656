#include "physics/gsm.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "physics/dipole.h"

namespace symh {
namespace {

constexpr double degree = std::numbers::pi / 180;

using Vector = DipolePole;

Vector turned_about_z(const Vector& v, double angle) {
  return {std::cos(angle) * v.x + std::sin(angle) * v.y, -std::sin(angle) * v.x + std::cos(angle) * v.y, v.z};
}

Vector turned_about_x(const Vector& v, double angle) {
  return {v.x, std::cos(angle) * v.y + std::sin(angle) * v.z, -std::sin(angle) * v.y + std::cos(angle) * v.z};
}

constexpr double days_a_year = 365.25;

/// Days since 2000-01-01 12:00 UT.
double days_since_2000(double minutes_since_1970) {
  constexpr double minutes_to_2000 = 946728000.0 / 60;
  return (minutes_since_1970 - minutes_to_2000) / 1440;
}

double angle_at(double minutes_since_1970) {
  const double days = days_since_2000(minutes_since_1970);
  const double midnight = std::floor(days - 0.5) + 0.5, hours = (days - midnight) * 24;
  const double centuries = midnight / (100 * days_a_year);
  // Hapgood 1992, equations 3 and 5, in degrees.
  const double sidereal = 100.461 + 36000.770 * centuries + 15.04107 * hours;
  const double obliquity = 23.439 - 0.013 * centuries;
  const double anomaly = (357.528 + 35999.050 * centuries + 0.04107 * hours) * degree;
  const double mean_longitude = 280.460 + 36000.772 * centuries + 0.04107 * hours;
  const double sun =
      mean_longitude + (1.915 - 0.0048 * centuries) * std::sin(anomaly) + 0.020 * std::sin(2 * anomaly);
  const auto pole = dipole_pole(2000 + days / days_a_year);
  const auto inertial = turned_about_z(pole, -sidereal * degree);
  const auto gse = turned_about_z(turned_about_x(inertial, obliquity * degree), sun * degree);
  return std::atan2(gse.y, gse.z);
}

}  // namespace

double gsm_angle(Time time) { return angle_at(static_cast<double>(time.time_since_epoch().count())); }

std::size_t complete_gsm(Series& series) {
  if (series.find("by_gse") == nullptr || series.find("bz_gse") == nullptr) return 0;
  series.add("by_gsm");
  series.add("bz_gsm");
  const auto &y_gse = series.at("by_gse").values, &z_gse = series.at("bz_gse").values;
  auto &y_gsm = series.find("by_gsm")->values, &z_gsm = series.find("bz_gsm")->values;
  const auto cadence = static_cast<double>(series.cadence.count());
  const double to_middle = series.stamp == Stamp::end ? -cadence / 2 : cadence / 2;
  std::size_t completed = 0;
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto row = segment.first + i;
      if (std::isnan(y_gse[row]) || std::isnan(z_gse[row])) continue;
      if (!std::isnan(y_gsm[row]) && !std::isnan(z_gsm[row])) continue;
      const auto stamp = static_cast<double>(segment.start.time_since_epoch().count());
      const double angle = angle_at(stamp + cadence * static_cast<double>(i) + to_middle);
      const double y = y_gse[row], z = z_gse[row];
      if (std::isnan(y_gsm[row])) y_gsm[row] = static_cast<float>(std::cos(angle) * y - std::sin(angle) * z);
      if (std::isnan(z_gsm[row])) z_gsm[row] = static_cast<float>(std::sin(angle) * y + std::cos(angle) * z);
      ++completed;
    }
  return completed;
}

}  // namespace symh
