#include "stations/observatories.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numbers>

#include "physics/dipole.h"

namespace symh {
namespace {

constexpr bool useful = true, not_useful = false;

/// Those of mid latitudes see the auroral electrojets, those near the dip equator the equatorial one.
constexpr std::array table{
    Observatory{"ABG", "Alibag", 18.64, 72.87, useful},
    Observatory{"API", "Apia", -13.81, 188.22, useful},
    Observatory{"ASC", "Ascension Island", -7.95, 345.62, not_useful},
    Observatory{"ASP", "Alice Springs", -23.76, 133.88, useful},
    Observatory{"BMT", "Beijing Ming Tombs", 40.30, 116.20, useful},
    Observatory{"BOU", "Boulder", 40.14, 254.76, not_useful},
    Observatory{"BSL", "Stennis", 30.35, 270.36, not_useful},
    Observatory{"CLF", "Chambon-la-Foret", 48.02, 2.26, not_useful},
    Observatory{"CNB", "Canberra", -35.32, 149.36, not_useful},
    Observatory{"CTA", "Charters Towers", -20.09, 146.26, useful},
    Observatory{"DLR", "Del Rio", 29.49, 259.08, not_useful},
    Observatory{"EYR", "Eyrewell", -43.47, 172.39, not_useful},
    Observatory{"FRD", "Fredericksburg", 38.20, 282.63, not_useful},
    Observatory{"FRN", "Fresno", 37.09, 240.28, not_useful},
    Observatory{"FUR", "Fuerstenfeldbruck", 48.17, 11.28, not_useful},
    Observatory{"GNG", "Gingin", -31.36, 115.72, not_useful},
    Observatory{"GUA", "Guam", 13.59, 144.87, useful},
    Observatory{"GUI", "Guimar", 28.32, 343.56, useful},
    Observatory{"HBK", "Hartebeesthoek", -25.88, 27.71, useful},
    Observatory{"HER", "Hermanus", -34.43, 19.23, useful},
    Observatory{"HON", "Honolulu", 21.32, 202.00, useful},
    Observatory{"HUA", "Huancayo", -12.05, 284.67, not_useful},
    Observatory{"HYB", "Hyderabad", 17.41, 78.56, useful},
    Observatory{"KAK", "Kakioka", 36.23, 140.19, useful},
    Observatory{"KDU", "Kakadu", -12.69, 132.47, useful},
    Observatory{"KNY", "Kanoya", 31.42, 130.88, useful},
    Observatory{"KOU", "Kourou", 5.21, 307.27, not_useful},
    Observatory{"LRM", "Learmonth", -22.22, 114.10, useful},
    Observatory{"MBO", "Mbour", 14.38, 343.03, not_useful},
    Observatory{"MMB", "Memambetsu", 43.91, 144.19, useful},
    Observatory{"NEW", "Newport", 48.27, 242.88, not_useful},
    Observatory{"OTT", "Ottawa", 45.40, 284.45, not_useful},
    Observatory{"PHU", "Phu Thuy", 21.03, 105.95, useful},
    Observatory{"PPT", "Pamatai", -17.57, 210.43, useful},
    Observatory{"SJG", "San Juan", 18.11, 293.85, useful},
    Observatory{"TAM", "Tamanrasset", 22.79, 5.53, useful},
    Observatory{"TRW", "Trelew", -43.27, 294.62, useful},
    Observatory{"TUC", "Tucson", 32.17, 249.27, not_useful},
    Observatory{"VSS", "Vassouras", -22.40, 316.35, useful},
    Observatory{"WNG", "Wingst", 53.74, 9.07, not_useful},
};

constexpr std::array<std::string_view, 5> usual{"HON", "SJG", "KAK", "HER", "GUA"};

constexpr std::string_view channel_prefix = "h_";

bool same_code(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::toupper(x) == std::toupper(y); });
}

}  // namespace

std::span<const Observatory> observatories() { return table; }

const Observatory* find_observatory(std::string_view code) {
  const auto* const found =
      std::ranges::find_if(table, [&](const Observatory& row) { return same_code(row.code, code); });
  return found == table.end() ? nullptr : found;
}

std::span<const std::string_view> default_observatories() { return usual; }

std::string h_channel(std::string_view code) {
  std::string name(channel_prefix);
  for (const char c : code) name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

const Observatory* observatory_of_channel(std::string_view name) {
  if (name.starts_with(channel_prefix)) name.remove_prefix(channel_prefix.size());
  return find_observatory(name);
}

double share_of_sym_h(const Observatory& observatory, double year) {
  return std::cos(dipole_latitude_degrees(observatory.latitude_degrees, observatory.longitude_degrees, year) *
                  std::numbers::pi / 180);
}

}  // namespace symh
