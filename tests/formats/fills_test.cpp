// Usual fill values that are not those of the file's own format: missing in every format, counted and said.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/file.h"
#include "formats/load.h"
#include "formats/parse_text.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Minutes of ASY-D, ASY-H, SYM-D and SYM-H, with the given SYM-H.
std::string iaga(const std::vector<const char*>& sym_h) {
  std::string text =
      " Format                 IAGA-2002                                    |\n"
      "DATE       TIME         DOY     ASY-D     ASY-H     SYM-D     SYM-H  |\n";
  for (std::size_t i = 0; i < sym_h.size(); ++i)
    text +=
        fmt::format("2003-11-20 17:{:02}:00.000 324         3.00     11.00     -2.00{:>10}\n", i, sym_h[i]);
  return text;
}

std::string wdc(int seventh) {
  std::string text = "ASYSYM N6E01031120H18SYMWDCC2KYOTO";
  for (int i = 0; i < 60; ++i) text += fmt::format("{:6}", i == 7 ? seventh : -100 - i);
  return text + "  -130\n";
}

std::string dst_day(int first) {
  std::string text = "DST0311*20  X220   0";
  for (int hour = 0; hour < 24; ++hour) text += fmt::format("{:4}", hour == 0 ? first : -10);
  return text + " -10\n";
}

std::string omni(const char* bz) {
  std::string text = "2003 324  0  0 51 51   1   1   0   1000      0  0.00     60";
  text += fmt::format("    5.00   -1.00    2.00    3.00    2.50{:>8}    0.10    0.20", bz);
  text += "   450.0  -450.0     1.0     2.0   5.00  100000.  2.00   1.00   0.50  10.0";
  return text +
         "  200.00    1.00    2.00   13.00    0.00    1.00   100   -50    50     1   -99     3    20   1.00  "
         "5.0\n";
}

void expect_missing(const ParsedFile& file, const char* channel, std::size_t row, const char* value) {
  EXPECT_TRUE(std::isnan(file.series.at(channel).values[row])) << channel;
  EXPECT_THAT(file.warnings,
              Contains(HasSubstr(fmt::format("{}: 1 value is a fill value ({})", channel, value))));
}

TEST(Fills, OfAnyFormatAreMissingInIaga2002) {
  for (const auto* fill : {"-999.00", "-999.90", "-999.99", "999.00"}) {
    const auto text = iaga({"-400.00", "-401.00", fill, "-402.00", "-403.00"});
    for (const bool careful : {false, true}) {
      const auto file = parse_text("a.dat", text, {.careful = careful});
      EXPECT_TRUE(std::isnan(file.series.at("sym_h").values[2])) << fill;
      EXPECT_EQ(file.series.at("sym_h").values[4], -403.F);
      EXPECT_EQ(file.series.at("asy_h").values[2], 11.F) << "the other values of the line stay";
      EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("sym_h: 1 value is a fill value"))) << fill;
    }
  }
  EXPECT_THAT(parse_text("a.dat", iaga({"-400.00", "-1400.00", "-1000.00"}), {}).warnings, IsEmpty())
      << "a value beyond the fill is none";
}

TEST(Fills, OfAnyFormatAreMissingInTheOthers) {
  expect_missing(parse_text("a.wdc", wdc(-999), {}), "sym_h", 7, "-999");
  expect_missing(parse_text("a.dat", dst_day(-999), {}), "dst", 0, "-999");
  expect_missing(parse_text("a.asc", omni("-999.90"), {}), "bz_gsm", 0, "-999.9");
  const auto ace = parse_text(
      "a.txt",
      ":Data_list: ace_swepam_1m.txt\n# Source: ACE Satellite - Solar Wind Electron Proton Alpha Monitor\n"
      "2015 01 07  1348   57029   49680    0       6.8      0.0     2.09e+04\n",
      {});
  expect_missing(ace, "speed", 0, "0");
}

TEST(Fills, WhatSeveralFilesSayIsToldOnce) {
  const TemporaryFolder folder;
  for (int i = 0; i < 3; ++i)
    write_file_atomically(folder.path() / fmt::format("{}.csv", i),
                          fmt::format("time,SYM-H (nT),note\n2019-05-03T00:0{}Z,-999,word\n", i));
  write_file_atomically(folder.path() / "3.csv", "time,sym_h\n2019-05-03T00:03Z,-9\n");
  const auto data = load({folder.path().string()});
  EXPECT_THAT(data.notes, ElementsAre(HasSubstr("0.csv and 2 more files: SYM-H (nT) is sym_h")));
  EXPECT_THAT(data.warnings,
              testing::UnorderedElementsAre(HasSubstr("0.csv and 2 more files: sym_h: 1 value is a fill"),
                                            HasSubstr("0.csv and 2 more files: left out: note (words")));
}

TEST(Fills, AColumnThatTheUserNamesIsNotTakenInAnotherUnit) {
  const std::string text = "time,Bz\nUTC,T\n2019-05-03T00:00Z,-5e-9\n";
  try {
    parse_text("a.csv", text, {.column_channels = {{"Bz", "bz_gsm"}}});
    ADD_FAILURE() << "tesla were taken for nanotesla";
  } catch (const DataError& error) {
    EXPECT_THAT(error.what(), HasSubstr("expected bz_gsm in nT, not in 'T'"));
  }
}

}  // namespace
}  // namespace symh
