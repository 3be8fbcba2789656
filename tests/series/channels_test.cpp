#include "series/channels.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "core/file.h"

namespace symh {
namespace {

TEST(Channels, HaveOneRowEachWithUnitAndDescription) {
  std::set<std::string_view> names;
  for (const auto& channel : all_channels) {
    EXPECT_TRUE(names.insert(channel.name).second) << channel.name << " is there twice";
    EXPECT_FALSE(channel.unit.empty()) << channel.name;
    EXPECT_FALSE(channel.udunits.empty()) << channel.name;
    EXPECT_FALSE(channel.description.empty()) << channel.name;
    EXPECT_EQ(find_channel(channel.name), &channel);
  }
  EXPECT_EQ(find_channel("no such channel"), nullptr);
}

TEST(Channels, AreBoundedWhereTheyAreMeasured) {
  for (const auto& channel : all_channels) {
    EXPECT_EQ(channel.has_bounds(), channel.kind != ChannelKind::derived) << channel.name;
    EXPECT_EQ(bounded_channel(channel.name) != nullptr, channel.has_bounds()) << channel.name;
    EXPECT_LT(channel.low, channel.high) << channel.name;
  }
}

TEST(Channels, HaveFillValuesOutsideTheirBounds) {
  for (const auto& channel : all_channels) {
    if (std::isnan(channel.omni_fill)) continue;
    EXPECT_TRUE(out_of_bounds(&channel, channel.omni_fill))
        << channel.name << ": a fill value that a reader misses would pass as data";
  }
}

TEST(Channels, AreListedInTheDocumentationAsTheirRowsSay) {
  const auto page = read_file(std::string(SYMH_SOURCE_DIR) + "/docs/data.md");
  for (const auto& channel : all_channels) {
    if (!channel.has_bounds()) continue;  // a derived channel: tests/physics looks at its line
    const auto line = fmt::format("| `{}` | {} | {} | {} to {} |\n", channel.name, channel.unit,
                                  channel.description, channel.low, channel.high);
    EXPECT_NE(page.find(line), std::string::npos) << "docs/data.md needs the line\n" << line;
  }
}

TEST(Channels, RefuseValuesOutsideTheirBoundsButNotMissingOnes) {
  const auto* sym_h = find_channel("sym_h");
  EXPECT_FALSE(out_of_bounds(sym_h, -2000));
  EXPECT_TRUE(out_of_bounds(sym_h, -2000.5F));
  EXPECT_TRUE(out_of_bounds(sym_h, 501));
  EXPECT_FALSE(out_of_bounds(sym_h, std::nanf("")));
  EXPECT_FALSE(out_of_bounds(nullptr, 1e30F)) << "a channel that symh does not know has no bounds";
  EXPECT_EQ(bounds_text(*sym_h), "sym_h between -2000 and 500 nT");
}

TEST(Channels, TellTheSolarWindFromIndicesAndDerivedQuantities) {
  for (const auto* name : {"speed", "density", "temperature", "bx_gsm", "by_gsm", "bz_gsm", "b_total"})
    EXPECT_TRUE(is_solar_wind_channel(name)) << name;
  for (const auto* name : {"sym_h", "asy_d", "dynamic_pressure", "unknown"})
    EXPECT_FALSE(is_solar_wind_channel(name)) << name;
}

}  // namespace
}  // namespace symh
