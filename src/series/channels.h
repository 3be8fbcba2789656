#pragma once
#include <array>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace symh {

/// A magnetic index from the ground, the solar wind as a spacecraft measures it, or a quantity that
/// physics/derived computes from these.
enum class ChannelKind { index, solar_wind, derived };

/// The properties of one channel.
struct ChannelInfo {
  std::string_view name;
  std::string_view unit;     ///< as symh prints it: km/s, cm^-3
  std::string_view udunits;  ///< as netCDF files have it: km s-1, cm-3
  std::string_view description;
  ChannelKind kind;
  /// The physical bounds. Readers refuse a value outside: it is corrupt, a fill value or of another column.
  float low = -std::numeric_limits<float>::infinity(), high = std::numeric_limits<float>::infinity();
  /// The fill value of OMNI's high-resolution files; NaN for a channel that these files do not have. Each
  /// fill value lies outside the bounds.
  float omni_fill = std::numeric_limits<float>::quiet_NaN();

  constexpr bool has_bounds() const { return high < std::numeric_limits<float>::infinity(); }
};

/// The only table of channels. The bounds of SYM-H are those of formats.md, section 1. ASY is the range of a
/// disturbance around the Earth, so it is never negative. The bounds of the solar wind lie far beyond
/// everything measured and below OMNI's fill values.
inline constexpr std::array all_channels{
    ChannelInfo{"sym_h", "nT", "nT",
                "SYM-H, longitudinally symmetric disturbance of the geomagnetic field, H component",
                ChannelKind::index, -2000, 500, 99999},
    ChannelInfo{"sym_d", "nT", "nT",
                "SYM-D, longitudinally symmetric disturbance of the geomagnetic field, D component",
                ChannelKind::index, -2000, 2000, 99999},
    ChannelInfo{"asy_h", "nT", "nT",
                "ASY-H, longitudinally asymmetric disturbance of the geomagnetic field, H component",
                ChannelKind::index, 0, 9998, 99999},
    ChannelInfo{"asy_d", "nT", "nT",
                "ASY-D, longitudinally asymmetric disturbance of the geomagnetic field, D component",
                ChannelKind::index, 0, 9998, 99999},
    ChannelInfo{"dst", "nT", "nT", "Dst, hourly disturbance storm-time index", ChannelKind::index, -2000,
                500},
    ChannelInfo{"b_total", "nT", "nT", "interplanetary magnetic field, magnitude", ChannelKind::solar_wind, 0,
                999, 9999.99F},
    ChannelInfo{"bx_gsm", "nT", "nT", "interplanetary magnetic field, x component (GSM)",
                ChannelKind::solar_wind, -999, 999, 9999.99F},
    ChannelInfo{"by_gsm", "nT", "nT", "interplanetary magnetic field, y component (GSM)",
                ChannelKind::solar_wind, -999, 999, 9999.99F},
    ChannelInfo{"bz_gsm", "nT", "nT", "interplanetary magnetic field, z component (GSM)",
                ChannelKind::solar_wind, -999, 999, 9999.99F},
    ChannelInfo{"speed", "km/s", "km s-1", "solar wind, bulk speed", ChannelKind::solar_wind, 0, 9000,
                99999.9F},
    ChannelInfo{"density", "cm^-3", "cm-3", "solar wind, proton number density", ChannelKind::solar_wind, 0,
                999, 999.99F},
    ChannelInfo{"temperature", "K", "K", "solar wind, proton temperature", ChannelKind::solar_wind, 0, 9.9e6F,
                9999999.F},
    ChannelInfo{"dynamic_pressure", "nPa", "nPa", "solar wind, dynamic pressure", ChannelKind::derived},
};

/// The row of a channel; nullptr for a name that symh does not know.
constexpr const ChannelInfo* find_channel(std::string_view name) {
  for (const auto& channel : all_channels)
    if (channel.name == name) return &channel;
  return nullptr;
}

/// The row of a channel that has bounds; nullptr for any other name.
const ChannelInfo* bounded_channel(std::string_view name);

/// True if `value` lies outside the bounds of `channel`; nullptr means no bounds. False for a missing value,
/// NaN.
inline bool out_of_bounds(const ChannelInfo* channel, float value) {
  return channel != nullptr && (value < channel->low || value > channel->high);
}

/// `sym_h between -2000 and 500 nT`.
std::string bounds_text(const ChannelInfo& channel);

/// True for a quantity of the solar wind that spacecraft measure: speed, density, temperature and field.
bool is_solar_wind_channel(std::string_view name);

}  // namespace symh
