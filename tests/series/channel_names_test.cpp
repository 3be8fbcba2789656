#include "series/channel_names.h"

#include <gtest/gtest.h>

#include <string>

namespace symh {
namespace {

std::string channel_of(std::string_view name) {
  const auto named = channel_of_column(name);
  return named.channel == nullptr ? "" : std::string(named.channel->name);
}

TEST(ChannelNames, EveryChannelIsFoundByItsNameHoweverItIsWritten) {
  for (const auto& channel : all_channels) {
    std::string dashed(channel.name), upper(channel.name), shut;
    for (auto& c : dashed) c = c == '_' ? '-' : c;
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    for (const char c : channel.name)
      if (c != '_') shut += c;
    for (const auto& name : {std::string(channel.name), dashed, upper, shut}) {
      EXPECT_EQ(channel_of(name), channel.name) << name;
      EXPECT_EQ(channel_of_column(name).match, NameMatch::own) << name;
    }
    EXPECT_EQ(channel_of(std::string(channel.name) + "_" + plain_name(channel.unit)), channel.name);
  }
}

TEST(ChannelNames, SynonymsAreWordsThatAlwaysMeanTheChannel) {
  EXPECT_EQ(channel_of("flow_speed"), "speed");
  EXPECT_EQ(channel_of("Proton Density"), "density");
  EXPECT_EQ(channel_of("IMF Bz GSM"), "bz_gsm");
  EXPECT_EQ(channel_of_column("proton_speed").match, NameMatch::synonym);
  for (const auto* name : {"Bt", "B", "V", "T", "N", "F", "Vx", "", "bz", "By"})
    EXPECT_EQ(channel_of(name), "") << name;
}

TEST(ChannelNames, CoordinateFramesStayApart) {
  EXPECT_EQ(channel_of("BZ_GSE"), "bz_gse");
  EXPECT_EQ(channel_of("BY_GSE"), "by_gse");
  EXPECT_EQ(channel_of("BX_GSE"), "bx_gsm") << "the x axes are the same";
  EXPECT_EQ(channel_of("bz_rtn"), "");
  EXPECT_TRUE(lacks_frame("Bz"));
  EXPECT_FALSE(lacks_frame("bz_gsm"));
}

TEST(ChannelNames, LabelsArePartedFromTheirUnits) {
  EXPECT_EQ(split_label("Bz_GSM (nT)").name, "Bz_GSM");
  EXPECT_EQ(split_label("Bz_GSM (nT)").unit, "nT");
  EXPECT_EQ(split_label(" speed [km/s] ").unit, "km/s");
  EXPECT_EQ(split_label("SYM/H, nT").name, "SYM/H");
  EXPECT_EQ(split_label("sym_h").unit, "");
  EXPECT_EQ(split_label("(nT)").name, "(nT)");
}

TEST(ChannelNames, TheNearestChannelHelpsAfterATypingError) { EXPECT_EQ(nearest_channel("symh"), "sym_h"); }

}  // namespace
}  // namespace symh
