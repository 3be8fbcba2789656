#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "formats/format.h"

namespace symh {
namespace {

using testing::HasSubstr;

template <class F>
std::string error_of(F&& parse) {
  try {
    parse();
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

std::string wdc_record(const char* component_hour_index, int first) {
  std::string text = fmt::format("ASYSYM N6E01031120{}WDCC2KYOTO", component_hour_index);
  double sum = 0;
  for (int i = 0; i < 60; ++i) {
    text += fmt::format("{:6}", i == 7 ? 99999 : first - i);
    sum += first - i;
  }
  return text + fmt::format("{:6}\n", static_cast<int>(sum / 60));
}

TEST(Wdc, ReadsRecordsByColumnInAnyOrder) {
  const std::string text = wdc_record("H18SYM", -400) + wdc_record("D17ASY", 90) + wdc_record("H17SYM", -300);
  const auto file = format_named("WDC").parse({text, "a.wdc"}, {});
  EXPECT_EQ(file.series.size(), 120U);
  EXPECT_EQ(file.series.first_time(), make_time(2003, 11, 20, 17));
  EXPECT_EQ(file.series.at("sym_h").values[0], -300.F);
  EXPECT_EQ(file.series.at("sym_h").values[119], -459.F);
  EXPECT_TRUE(std::isnan(file.series.at("sym_h").values[7]));
  EXPECT_EQ(file.series.at("asy_d").values[59], 31.F);
  EXPECT_TRUE(format_named("WDC").sniff(text));
}

TEST(Wdc, RefusesACutRecordAndAWrongComponent) {
  EXPECT_THAT(error_of([] {
                format_named("WDC").parse({wdc_record("H18SYM", 0).substr(0, 300), "a.wdc"}, {});
              }),
              HasSubstr("a.wdc:1:299: found '298 characters', expected a record of 400"));
  EXPECT_THAT(error_of([] {
                format_named("WDC").parse({wdc_record("X18SYM", 0), "a.wdc"}, {});
              }),
              HasSubstr("a.wdc:1:19: found 'X'"));
}

std::string omni_record(int day, int minute, const char* bz, const char* sym_h) {
  std::string text = fmt::format("2003{:4}{:3}{:3}", day, 0, minute);
  text += " 51 51   1   1   0   1000      0  0.00     60";  // to time between observations
  text += fmt::format("    5.00   -1.00    2.00    3.00    2.50{:>8}    0.10    0.20", bz);  // field
  text += "   450.0  -450.0     1.0     2.0   5.00  100000.  2.00   1.00   0.50  10.0";      // plasma
  text += "  200.00    1.00    2.00   13.00    0.00    1.00   100   -50    50";  // places, AE AL AU
  text += fmt::format("     1{:>6}     3    20   1.00  5.0\n", sym_h);
  return text;
}

TEST(Omni, ReadsFixedColumnsAndFills) {
  const std::string text = omni_record(324, 0, "-10.50", "-99") + omni_record(324, 1, "9999.99", "99999");
  ASSERT_TRUE(format_named("OMNI").sniff(text));
  const auto file = format_named("OMNI").parse({text, "omni_min200311.asc"}, {});
  EXPECT_EQ(file.series.first_time(), make_time(2003, 11, 20));
  EXPECT_EQ(file.series.at("bz_gsm").values[0], -10.5F);
  EXPECT_TRUE(std::isnan(file.series.at("bz_gsm").values[1]));
  EXPECT_EQ(file.series.at("sym_h").values[0], -99.F);
  EXPECT_TRUE(std::isnan(file.series.at("sym_h").values[1]));
  EXPECT_EQ(file.series.at("speed").values[0], 450.F);
  EXPECT_EQ(file.series.at("density").values[0], 5.F);
  EXPECT_EQ(file.series.at("temperature").values[0], 100000.F);
  EXPECT_EQ(file.series.at("asy_h").values[0], 20.F);
  EXPECT_EQ(file.series.at("sym_d").values[0], 1.F);
}

TEST(Omni, RefusesACutRecord) {
  const auto text = omni_record(324, 0, "1.00", "-1") + omni_record(324, 1, "1.00", "-1").substr(0, 150);
  EXPECT_THAT(error_of([&] { format_named("OMNI").parse({text, "o.asc"}, {}); }), HasSubstr("o.asc:2:148"));
}

TEST(Omni, RefusesADayThatTheYearDoesNotHaveAndReadsTheLeapDay) {
  EXPECT_THAT(error_of([] {
                format_named("OMNI").parse({omni_record(366, 0, "1.00", "-1"), "o.asc"}, {});
              }),
              HasSubstr("o.asc:1:1"));
  auto leap = omni_record(366, 0, "1.00", "-1");
  leap.replace(0, 4, "2004");
  EXPECT_EQ(format_named("OMNI").parse({leap, "o.asc"}, {}).series.first_time(), make_time(2004, 12, 31));
}

TEST(Omni, ReadsFiveMinuteRecordsWithProtonFluxes) {
  std::string text;
  for (const int minute : {0, 5, 10}) {
    auto record = omni_record(324, minute, "1.00", "-1");
    record.pop_back();
    text += record + fmt::format("{:9.2f}{:9.2f}{:9.2f}\r\n", 0.1, 0.2, 99999.99);
  }
  const auto file = format_named("OMNI").parse({text, "omni_5min2003.asc"}, {});
  EXPECT_EQ(file.series.cadence, Minutes{5});
  EXPECT_EQ(file.series.size(), 3U);
}

TEST(Wdc, ReadsBlankPaddedDatesMarkupAndRefusesAnImpossibleValue) {
  auto record = wdc_record("H18SYM", -40);
  record.replace(12, 6, " 5 3 7");
  const auto file = format_named("WDC").parse({"<html><pre>" + record + "</pre></html>\n", "a.wdc"}, {});
  EXPECT_EQ(file.series.first_time(), make_time(2005, 3, 7, 18));
  EXPECT_EQ(file.series.channels.size(), 4U) << "indices without a record are missing, not absent";
  EXPECT_THAT(error_of([] {
                format_named("WDC").parse({wdc_record("H18SYM", -1990), "a.wdc"}, {});
              }),
              HasSubstr("expected sym_h between -2000 and 500 nT"));
}

}  // namespace
}  // namespace symh
