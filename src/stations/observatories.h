#pragma once
#include <span>
#include <string>
#include <string_view>

namespace symh {

/// A magnetic observatory.
struct Observatory {
  std::string_view code;  ///< of IAGA, in capitals: HER
  std::string_view name;
  double latitude_degrees, longitude_degrees;  ///< geographic; east is positive
  /// Whether its H helps to estimate SYM-H: low latitudes, away from the equatorial electrojet.
  bool useful;
};

/// The table of observatories, by code. Places: INTERMAGNET (imag-data.bgs.ac.uk), IAGA codes.
std::span<const Observatory> observatories();

/// The row of a code in any case; nullptr if the table does not have it.
const Observatory* find_observatory(std::string_view code);

/// The codes that symh uses if the user names none: HON SJG KAK HER GUA.
std::span<const std::string_view> default_observatories();

/// The channel of the horizontal component of an observatory, nT: `h_her`.
std::string h_channel(std::string_view code);

/// The observatory of a channel `h_her`, or of a column `her`; nullptr for other names.
const Observatory* observatory_of_channel(std::string_view name);

/// cos of the dipole latitude of an observatory in a year such as 2015.5: the share of SYM-H in its H.
double share_of_sym_h(const Observatory& observatory, double year);

}  // namespace symh
