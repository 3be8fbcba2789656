#include "formats/bounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace symh {
namespace {

// SYM-H after formats.md, section 1. ASY is the range of a disturbance around the Earth, so never negative.
// The solar wind's bounds lie far beyond everything measured and below the fill values of OMNI.
constexpr std::array all_bounds{
    Bounds{"sym_h", -2000, 500, "nT"},     Bounds{"asy_h", 0, 9998, "nT"},
    Bounds{"asy_d", 0, 9998, "nT"},        Bounds{"sym_d", -2000, 2000, "nT"},
    Bounds{"b_total", 0, 999, "nT"},       Bounds{"bx_gsm", -999, 999, "nT"},
    Bounds{"by_gsm", -999, 999, "nT"},     Bounds{"bz_gsm", -999, 999, "nT"},
    Bounds{"speed", 0, 9000, "km/s"},      Bounds{"density", 0, 999, "cm^-3"},
    Bounds{"temperature", 0, 9.9e6F, "K"},
};

}  // namespace

const Bounds* bounds_of(std::string_view channel) {
  const auto* const found = std::ranges::find(all_bounds, channel, &Bounds::channel);
  return found != all_bounds.end() ? found : nullptr;
}

const Bounds* exceeded_bounds(std::string_view channel, float value) {
  return exceeded(bounds_of(channel), value);
}

std::string to_text(const Bounds& bounds) {
  return fmt::format("{} between {} and {} {}", bounds.channel, bounds.low, bounds.high, bounds.unit);
}

}  // namespace symh
