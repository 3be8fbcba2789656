#include "physics/gsm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace symh {
namespace {

constexpr double degree = std::numbers::pi / 180;

struct Vector {
  double x, y, z;
};

Vector turned_about_z(const Vector& v, double angle) {
  return {std::cos(angle) * v.x + std::sin(angle) * v.y, -std::sin(angle) * v.x + std::cos(angle) * v.y, v.z};
}

Vector turned_about_x(const Vector& v, double angle) {
  return {v.x, std::cos(angle) * v.y + std::sin(angle) * v.z, -std::sin(angle) * v.y + std::cos(angle) * v.z};
}

/// The first three Gauss coefficients of the IGRF, nT.
struct Dipole {
  double year, g10, g11, h11;
};

/// IGRF-14 (doi.org/10.5281/zenodo.14012302); the last row is its forecast for 2030.
constexpr std::array dipoles{
    Dipole{1965, -30334, -2119, 5776},          Dipole{1970, -30220, -2068, 5737},
    Dipole{1975, -30100, -2013, 5675},          Dipole{1980, -29992, -1956, 5604},
    Dipole{1985, -29873, -1905, 5500},          Dipole{1990, -29775, -1848, 5406},
    Dipole{1995, -29692, -1784, 5306},          Dipole{2000, -29619.4, -1728.2, 5186.1},
    Dipole{2005, -29554.63, -1669.05, 5077.99}, Dipole{2010, -29496.57, -1586.42, 4944.26},
    Dipole{2015, -29441.46, -1501.77, 4795.99}, Dipole{2020, -29403.41, -1451.37, 4653.35},
    Dipole{2025, -29350.0, -1410.3, 4545.5},    Dipole{2030, -29287.0, -1360.3, 4438.0},
};

/// The direction of the northern pole of the dipole in geographic coordinates; not of unit length.
Vector dipole_pole(double year) {
  const double within = std::clamp(year, dipoles.front().year, dipoles.back().year);
  auto next = std::ranges::lower_bound(dipoles, within, {}, &Dipole::year);
  if (next == dipoles.begin()) ++next;
  const auto& from = *std::prev(next);
  const double share = (within - from.year) / (next->year - from.year);
  const auto between = [&](double Dipole::*term) { return std::lerp(from.*term, (*next).*term, share); };
  return {-between(&Dipole::g11), -between(&Dipole::h11), -between(&Dipole::g10)};
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
