#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace symh {

/// A magnetic index from the ground, the solar wind as a spacecraft measures it, or a quantity that
/// physics/derived computes from these.
enum class ChannelKind { index, solar_wind, derived };

/// What a number in a file is: a value that was observed, a usual fill value, which means missing, or neither
/// (corrupt, of another unit or of another column).
enum class ValueKind : std::uint8_t { observed, fill, impossible };

/// Up to four fill values that lie inside the bounds of their channel; NaN for none.
using InnerFills = std::array<float, 4>;
inline constexpr float no_fill = std::numeric_limits<float>::quiet_NaN();
inline constexpr InnerFills no_inner_fills{no_fill, no_fill, no_fill, no_fill};
/// A field of the solar wind reached 109 nT once, so 99.9 lies inside, but no value has been just that.
inline constexpr InnerFills field_fills{-99.9F, -99.99F, 99.9F, 99.99F};
/// Of SYM-H and Dst, whose bounds hold -999.
inline constexpr InnerFills depth_fills{-999, -999.9F, -999.99F, no_fill};
/// Of ASY, whose bounds hold 999.
inline constexpr InnerFills asymmetry_fills{999, 999.9F, 999.99F, no_fill};
inline constexpr InnerFills speed_fills{999.9F, 999.99F, no_fill, no_fill};
inline constexpr InnerFills pressure_fills{99.99F, no_fill, no_fill, no_fill};

/// The properties of one channel.
struct ChannelInfo {
  std::string_view name;
  std::string_view unit;     ///< as symh prints it: km/s, cm^-3
  std::string_view udunits;  ///< as netCDF files have it: km s-1, cm-3
  std::string_view description;
  ChannelKind kind;
  float low, high;  ///< the physical bounds
  /// The fill value of OMNI's high-resolution files; NaN for a channel that these files do not have.
  float omni_fill = no_fill;
  InnerFills inner_fills = no_inner_fills;

  constexpr bool has_bounds() const { return high < std::numeric_limits<float>::infinity(); }
  /// Every value strictly between usual_low() and usual_high() is observed; only others need classify().
  constexpr float usual_low() const {
    float limit = low;
    for (const float fill : inner_fills)
      if (fill < 0 && fill > limit) limit = fill;
    return limit;
  }
  constexpr float usual_high() const {
    float limit = high;
    for (const float fill : inner_fills)
      if (fill > 0 && fill < limit) limit = fill;
    return limit;
  }
};

/// The only table of channels. Sources of the bounds:
/// - SYM-H, SYM-D, Dst: formats.md, section 1. The deepest observed SYM-H is about -720 nT (March 1989);
///   estimates for 1859 reach Dst -1760 nT (Tsurutani et al. 2003, 10.1029/2002JA009504), so the bounds
///   cannot lie inside the fill -999. That one value, and -999.9 and -999.99, mean missing all the same.
/// - ASY is the range of a disturbance around the Earth, AE = AU - AL a distance: neither is negative. AL and
///   AE reach 4000 nT in observed storms, so that 999 is a value of AE and -999 one of AL.
/// - The field at L1 reached 80 nT (2001, 2003), at STEREO-A 109 nT (July 2012, Russell et al. 2013,
///   10.1088/0004-637X/770/1/38). The speed lies between 150 km/s (1979) and about 2800 km/s (August 1972,
///   from travel times; Cliver et al. 1990, 10.1029/JA095iA10p17103). Protons had 0.02 cm^-3 and less in May
///   1999 and up to 130 cm^-3; temperatures lie between some 10^3 K and 10^7 K. A speed, density,
///   temperature or magnitude of the field of 0 is a fill. The pressure in OMNI reached 98.5 nPa (November
///   2001), so its fill 99.99 lies inside.
inline constexpr std::array all_channels{
    ChannelInfo{"sym_h", "nT", "nT",
                "SYM-H, longitudinally symmetric disturbance of the geomagnetic field, H component",
                ChannelKind::index, -2000, 500, 99999, depth_fills},
    ChannelInfo{"sym_d", "nT", "nT",
                "SYM-D, longitudinally symmetric disturbance of the geomagnetic field, D component",
                ChannelKind::index, -900, 900, 99999},
    ChannelInfo{"asy_h", "nT", "nT",
                "ASY-H, longitudinally asymmetric disturbance of the geomagnetic field, H component",
                ChannelKind::index, 0, 9998, 99999, asymmetry_fills},
    ChannelInfo{"asy_d", "nT", "nT",
                "ASY-D, longitudinally asymmetric disturbance of the geomagnetic field, D component",
                ChannelKind::index, 0, 9998, 99999, asymmetry_fills},
    ChannelInfo{"dst", "nT", "nT", "Dst, hourly disturbance storm-time index", ChannelKind::index, -2000, 500,
                no_fill, depth_fills},
    ChannelInfo{"sym_h_quick", "nT", "nT", "SYM-H as symh estimates it from observatories",
                ChannelKind::index, -2000, 500, no_fill, depth_fills},
    ChannelInfo{"sym_h_quick_error", "nT", "nT", "standard error of sym_h_quick", ChannelKind::index, 0.1F,
                998},
    ChannelInfo{"ae", "nT", "nT", "AE, auroral electrojet index", ChannelKind::index, 0, 9000, 99999},
    ChannelInfo{"al", "nT", "nT", "AL, lower envelope of the auroral electrojet", ChannelKind::index, -9000,
                900, 99999},
    ChannelInfo{"au", "nT", "nT", "AU, upper envelope of the auroral electrojet", ChannelKind::index, -900,
                9000, 99999},
    ChannelInfo{"b_total", "nT", "nT", "interplanetary magnetic field, magnitude", ChannelKind::solar_wind,
                0.01F, 500, 9999.99F, field_fills},
    ChannelInfo{"bx_gsm", "nT", "nT", "interplanetary magnetic field, x component (GSM)",
                ChannelKind::solar_wind, -500, 500, 9999.99F, field_fills},
    ChannelInfo{"by_gsm", "nT", "nT", "interplanetary magnetic field, y component (GSM)",
                ChannelKind::solar_wind, -500, 500, 9999.99F, field_fills},
    ChannelInfo{"bz_gsm", "nT", "nT", "interplanetary magnetic field, z component (GSM)",
                ChannelKind::solar_wind, -500, 500, 9999.99F, field_fills},
    ChannelInfo{"by_gse", "nT", "nT", "interplanetary magnetic field, y component (GSE)",
                ChannelKind::solar_wind, -500, 500, 9999.99F, field_fills},
    ChannelInfo{"bz_gse", "nT", "nT", "interplanetary magnetic field, z component (GSE)",
                ChannelKind::solar_wind, -500, 500, 9999.99F, field_fills},
    ChannelInfo{"speed", "km/s", "km s-1", "solar wind, bulk speed", ChannelKind::solar_wind, 50, 5000,
                99999.9F, speed_fills},
    ChannelInfo{"density", "cm^-3", "cm-3", "solar wind, proton number density", ChannelKind::solar_wind,
                0.001F, 900, 999.99F},
    ChannelInfo{"temperature", "K", "K", "solar wind, proton temperature", ChannelKind::solar_wind, 100,
                9.9e6F, 9999999.F},
    ChannelInfo{"dynamic_pressure", "nPa", "nPa", "solar wind, dynamic pressure", ChannelKind::derived, 0,
                900, 99.99F, pressure_fills},
};

/// The row of a channel; nullptr for a name that symh does not know.
constexpr const ChannelInfo* find_channel(std::string_view name) {
  for (const auto& channel : all_channels)
    if (channel.name == name) return &channel;
  return nullptr;
}

/// The row of a channel that has bounds; nullptr for any other name.
const ChannelInfo* bounded_channel(std::string_view name);

/// Judges a value of `channel` that is not certainly observed by its size; classify() calls it.
ValueKind classify_unusual(const ChannelInfo& channel, float value);

/// What `value` is in a file of `channel`: observed, a usual fill value, or impossible. NaN, and any value of
/// a channel that symh does not know (nullptr), counts as observed. Fast for usual values.
inline ValueKind classify(const ChannelInfo* channel, float value) {
  if (channel == nullptr) return ValueKind::observed;
  const bool unusual = value <= channel->usual_low() || value >= channel->usual_high();
  return unusual ? classify_unusual(*channel, value) : ValueKind::observed;
}

/// True for a number that files write for a missing value, whatever the channel: nines, eights and ones in
/// every width, the limits of integer types, and the defaults of netCDF and ISTP. `least`: smaller numbers
/// are none.
bool is_usual_fill(double value, double least);

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
