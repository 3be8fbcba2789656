#include "formats/units.h"

#include <gtest/gtest.h>

#include <array>

namespace symh {
namespace {

struct Asked {
  std::string_view channel, unit;
  UnitMatch match;
};

TEST(Units, AreToldApartWhateverWasAskedBefore) {
  constexpr std::array asked{
      Asked{"speed", "m s-1", UnitMatch::other},         Asked{"speed", "1e3 m s-1", UnitMatch::same},
      Asked{"density", "1e3 m s-1", UnitMatch::unknown}, Asked{"density", "1e6 m-3", UnitMatch::same},
      Asked{"density", "m-3", UnitMatch::other},         Asked{"speed", "m-3", UnitMatch::unknown},
      Asked{"temperature", "1e3 K", UnitMatch::other},   Asked{"temperature", "eV", UnitMatch::other},
      Asked{"speed", "words", UnitMatch::unknown},       Asked{"density", "words", UnitMatch::unknown},
      Asked{"bz_gsm", "1e-9 T", UnitMatch::same},        Asked{"bz_gsm", "km/s", UnitMatch::other},
      Asked{"bz_gsm", "NANOTESLA", UnitMatch::same},     Asked{"bz_gsm", "", UnitMatch::unknown},
      Asked{"no_channel", "nT", UnitMatch::unknown}};
  for (const int again : {1, 2})
    for (const auto& [channel, unit, match] : asked)
      EXPECT_EQ(match_unit(channel, unit), match) << channel << " " << unit << " " << again;
}

TEST(Units, OfOneTextAreConvertedIntoEachChannelThatFits) {
  for (const auto& channel : all_channels) {
    const auto conversion = conversion_into(channel, "10 m s-1");
    EXPECT_EQ(conversion.has_value(), channel.unit == "km/s") << channel.name;
    if (conversion) {
      EXPECT_DOUBLE_EQ(conversion->scale, 0.01);
    }
  }
}

}  // namespace
}  // namespace symh
