#include "formats/quantities.h"

#include <algorithm>
#include <array>

namespace symh {

Quantity quantity_of(std::string_view channel) {
  static constexpr std::array<Quantity, 12> known{{
      {"sym_h", "nT", "SYM-H, longitudinally symmetric disturbance of the geomagnetic field, H component"},
      {"sym_d", "nT", "SYM-D, longitudinally symmetric disturbance of the geomagnetic field, D component"},
      {"asy_h", "nT", "ASY-H, longitudinally asymmetric disturbance of the geomagnetic field, H component"},
      {"asy_d", "nT", "ASY-D, longitudinally asymmetric disturbance of the geomagnetic field, D component"},
      {"b_total", "nT", "interplanetary magnetic field, magnitude"},
      {"bx_gsm", "nT", "interplanetary magnetic field, x component (GSM)"},
      {"by_gsm", "nT", "interplanetary magnetic field, y component (GSM)"},
      {"bz_gsm", "nT", "interplanetary magnetic field, z component (GSM)"},
      {"speed", "km s-1", "solar wind, bulk speed"},
      {"density", "cm-3", "solar wind, proton number density"},
      {"temperature", "K", "solar wind, proton temperature"},
      {"dynamic_pressure", "nPa", "solar wind, dynamic pressure"},
  }};
  const auto* const found = std::ranges::find(known, channel, &Quantity::name);
  return found != known.end() ? *found : Quantity{};
}

}  // namespace symh
