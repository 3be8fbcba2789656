#pragma once

namespace symh {

/// The direction of the northern pole of the Earth's dipole in geographic coordinates, of length 1.
struct DipolePole {
  double x, y, z;
};

/// The pole in a year such as 2015.5, by the IGRF; from 1965 to 2030, and as at the nearest of these outside.
DipolePole dipole_pole(double year);

/// The latitude of a place in dipole coordinates; east longitudes are positive.
double dipole_latitude_degrees(double latitude_degrees, double longitude_degrees, double year);

}  // namespace symh
