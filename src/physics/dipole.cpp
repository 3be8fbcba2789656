#include "physics/dipole.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace symh {
namespace {

constexpr double degree = std::numbers::pi / 180;

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

}  // namespace

DipolePole dipole_pole(double year) {
  const double within = std::clamp(year, dipoles.front().year, dipoles.back().year);
  auto next = std::ranges::lower_bound(dipoles, within, {}, &Dipole::year);
  if (next == dipoles.begin()) ++next;
  const auto& from = *std::prev(next);
  const double share = (within - from.year) / (next->year - from.year);
  const auto between = [&](double Dipole::*term) { return std::lerp(from.*term, (*next).*term, share); };
  const double x = -between(&Dipole::g11), y = -between(&Dipole::h11), z = -between(&Dipole::g10);
  const double length = std::sqrt(x * x + y * y + z * z);
  return {x / length, y / length, z / length};
}

double dipole_latitude_degrees(double latitude_degrees, double longitude_degrees, double year) {
  const auto pole = dipole_pole(year);
  const double latitude = latitude_degrees * degree, longitude = longitude_degrees * degree;
  const double sine = std::cos(latitude) * (std::cos(longitude) * pole.x + std::sin(longitude) * pole.y) +
                      std::sin(latitude) * pole.z;
  return std::asin(std::clamp(sine, -1., 1.)) / degree;
}

}  // namespace symh
