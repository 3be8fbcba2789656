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

TEST(Channels, HaveBoundsWithTheUsualValuesInside) {
  for (const auto& channel : all_channels) {
    EXPECT_TRUE(channel.has_bounds()) << channel.name;
    EXPECT_EQ(bounded_channel(channel.name), &channel);
    EXPECT_LT(channel.low, channel.high) << channel.name;
    EXPECT_GE(channel.usual_low(), channel.low) << channel.name;
    EXPECT_LE(channel.usual_high(), channel.high) << channel.name;
    EXPECT_LT(channel.usual_low(), channel.usual_high()) << channel.name;
  }
}

TEST(Channels, TakeEveryUsualFillValueForMissing) {
  for (const auto& channel : all_channels) {
    if (!std::isnan(channel.omni_fill)) {
      EXPECT_EQ(classify(&channel, channel.omni_fill), ValueKind::fill) << channel.name;
    }
    for (const float fill : {-1e31F, 9.96921e36F, -99999.F, 9999999.F, -99999.9F})
      EXPECT_EQ(classify(&channel, fill), ValueKind::fill) << channel.name << " " << fill;
    const bool hot = channel.name == "temperature";  // 99999 K is a usual temperature
    for (const float fill : {99999.F, 99999.9F, 999999.F})
      EXPECT_EQ(classify(&channel, fill), hot ? ValueKind::observed : ValueKind::fill) << channel.name;
    const bool deep = channel.name == "al";  // -999 nT is a usual AL
    for (const float fill : {-999.F, -999.9F, -999.99F})
      EXPECT_EQ(classify(&channel, fill), deep ? ValueKind::observed : ValueKind::fill) << channel.name;
  }
  for (const auto* name : {"b_total", "bx_gsm", "by_gsm", "bz_gsm", "density", "sym_h", "asy_h", "dst"})
    for (const float fill : {999.F, 999.9F, 999.99F, 9999.F, 9999.99F})
      EXPECT_EQ(classify(find_channel(name), fill), ValueKind::fill) << name << " " << fill;
  for (const float fill : {-99.9F, -99.99F, 99.9F, 99.99F})
    EXPECT_EQ(classify(find_channel("bz_gsm"), fill), ValueKind::fill) << fill;
  for (const float fill : {999.9F, 999.99F})
    EXPECT_EQ(classify(find_channel("speed"), fill), ValueKind::fill) << fill;
  for (const auto* name : {"speed", "density", "temperature", "b_total"})
    EXPECT_EQ(classify(find_channel(name), 0), ValueKind::fill) << name;
}

TEST(Channels, TakeUsualAndExtremeValuesForObserved) {
  const auto observed = [](const char* name, std::initializer_list<float> values) {
    for (const float value : values)
      EXPECT_EQ(classify(find_channel(name), value), ValueKind::observed) << name << " " << value;
  };
  observed("sym_h", {0, -490, -720, -998, -1000, -1760, 150});
  observed("asy_h", {0, 99, 998, 1200});
  observed("ae", {0, 999, 4000});
  observed("al", {-999, -4000});
  observed("bz_gsm", {0, -109, 99.8F});
  observed("speed", {150, 999, 999.8F, 1000, 2800});
  observed("density", {0.01F, 130, 99.99F});
  observed("temperature", {1000, 99999, 3e6F});
  observed("dynamic_pressure", {0, 98.5F, 120});
  EXPECT_EQ(classify(nullptr, 1e30F), ValueKind::observed)
      << "a channel that symh does not know has no bounds";
  EXPECT_EQ(classify(find_channel("sym_h"), std::nanf("")), ValueKind::observed);
}

TEST(Channels, TakeOtherValuesOutsideTheBoundsForImpossible) {
  const auto impossible = [](const char* name, std::initializer_list<float> values) {
    for (const float value : values)
      EXPECT_EQ(classify(find_channel(name), value), ValueKind::impossible) << name << " " << value;
  };
  impossible("sym_h", {-2001, 501});
  impossible("speed", {-400, 10, 5001});
  impossible("density", {-1, 901});
  impossible("temperature", {8, -40});
  impossible("b_total", {-1});
  impossible("bz_gsm", {-600, 777});
}

TEST(Channels, AreListedInTheDocumentationAsTheirRowsSay) {
  const auto page = read_file(std::string(SYMH_SOURCE_DIR) + "/docs/data.md");
  for (const auto& channel : all_channels) {
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
