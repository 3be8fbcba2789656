// The CSV that symh writes and the ordinary one: header, values, places of faults, --tolerant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "csv_reading.h"
#include "formats/text/csv_dialect.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Csv, ReadsMarksCrlfOffsetsRepeatedHeadersAnyOrderAndNoLastNewline) {
  const auto file = read_csv(
      "\xEF\xBB\xBFtime\tsym_h\r\n2004-02-29T23:58:00+00:00\t-1\r\ntime\tsym_h\r\n"
      "2004-03-01T02:00:00+02:00\t-3\r\n2004-02-29T23:59\t-2");
  EXPECT_EQ(file.series.cadence, Minutes{1});
  EXPECT_EQ(file.series.first_time(), make_time(2004, 2, 29, 23, 58));
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-1, -2, -3}));
}

TEST(Csv, SniffsDelimiterTimeColumnQuotesAndCadence) {
  const auto file = read_csv(
      "\"Timestamp\";\"SYM_H\";speed\n2003-11-20 00:00;-5;400.5\n2003-11-20 00:05;;NaN\n2003-11-20 "
      "00:10;NA;1e3\n");
  EXPECT_EQ(file.series.cadence, Minutes{5});
  EXPECT_EQ(file.series.at("sym_h").values[0], -5.F);
  EXPECT_TRUE(std::isnan(file.series.at("sym_h").values[1]));
  EXPECT_EQ(file.series.at("speed").values[0], 400.5F);
  EXPECT_THAT(file.warnings.at(0), HasSubstr("taken as UTC"));
}

TEST(Csv, MapsColumnsToChannels) {
  const auto file =
      read_csv("time,Dst1min\n2003-11-20T00:00Z,-5\n", {.column_channels = {{"Dst1min", "sym_h"}}});
  EXPECT_EQ(file.series.at("sym_h").values[0], -5.F);
}

TEST(Csv, MapsAColumnToTheTime) {
  const ReadOptions options{.column_channels = {{"when", "time"}}};
  const auto file = read_csv("sym_h,when\n-5,2003-11-20T00:00Z\n", options);
  EXPECT_EQ(file.series.first_time(), make_time(2003, 11, 20));
  EXPECT_THAT(refusal("sym_h,when\n-5,2003-11-20T00:00Z\n"), HasSubstr("expected"));
}

TEST(Csv, RefusesWithPlace) {
  EXPECT_THAT(refusal("time,x\n2003-11-20T00:00Z,1,2\n"),
              HasSubstr("a.csv:2:1: found '3 fields', expected 2"));
  EXPECT_THAT(refusal("time,sym_h\n2003-11-20T00:00Z,one\n"), HasSubstr("a.csv:2:19: found 'one'"));
  EXPECT_THAT(refusal("time,x\n2003-11-20T00:00Z,1\n2003-11-20T00:05Z,one\n"),
              HasSubstr("a.csv:3:19: found 'one'"));
  EXPECT_THAT(refusal("time,x\nyesterday,1\n"), HasSubstr("a.csv:2:1: found 'yesterday'"));
  EXPECT_THAT(refusal("time,x,x\n2003-11-20T00:00Z,1,2\n"), HasSubstr("a.csv:1:8"));
  EXPECT_THAT(
      refusal("time,x\n2003-11-20T00:00Z,1\n2003-11-20T00:05Z,1\n2003-11-20T00:10Z,1\n2003-11-20T00:12Z,1\n"),
      HasSubstr("a.csv:5:1: found '2003-11-20T00:12:00Z', expected a stamp on the grid of 5m"));
}

TEST(Csv, CountsFillValuesOfEachChannelAsMissingAndSaysSo) {
  const auto file = read_csv(
      "time,bz_gsm,speed,density,temperature,sym_h,dynamic_pressure\n"
      "2003-11-20T00:00Z,-3,400,5,90000,-20,2\n2003-11-20T00:01Z,-999,99999.9,999.99,9999999.,-21,99.99\n"
      "2003-11-20T00:02Z,999.9,0,0,0,-999,1\n2003-11-20T00:03Z,-1e31,450,4,80000,-999.9,1\n");
  for (const auto* name : {"bz_gsm", "speed", "density", "temperature", "sym_h", "dynamic_pressure"})
    EXPECT_FALSE(std::isnan(file.series.at(name).values[0])) << name;
  EXPECT_EQ(file.series.at("sym_h").values[1], -21.F) << "fills of other channels leave it alone";
  for (const auto* name : {"bz_gsm", "speed", "density", "temperature"})
    EXPECT_TRUE(std::isnan(file.series.at(name).values[1]) && std::isnan(file.series.at(name).values[2]))
        << name;
  EXPECT_TRUE(std::isnan(file.series.at("sym_h").values[2]));
  EXPECT_TRUE(std::isnan(file.series.at("sym_h").values[3]));
  EXPECT_TRUE(std::isnan(file.series.at("dynamic_pressure").values[1]));
  EXPECT_THAT(
      file.warnings,
      testing::Contains("a.csv: bz_gsm: 3 values are fill values (-999 and others) and count as missing"));
  EXPECT_THAT(
      file.warnings,
      testing::Contains("a.csv: dynamic_pressure: 1 value is a fill value (99.99) and counts as missing"));
}

TEST(Csv, RefusesAValueThatIsNeitherPossibleNorAFill) {
  EXPECT_THAT(refusal("time,speed\n2003-11-20T00:00Z,400\n2003-11-20T00:01Z,-3\n"),
              HasSubstr("a.csv:3:19: found '-3', expected speed between 50 and 5000 km/s"));
}

TEST(Csv, ToleranceCostsOneFieldNotItsLineAndIsCounted) {
  const auto file = read_csv(
      "time,bz_gsm,sym_h\n2003-11-20T00:00Z,-3,-20\n2003-11-20T00:01Z,7777,-21\n2003-11-20T00:02Z,x1,-22\n"
      "soon,1,1\n2003-11-20T00:03Z,-4,-23\n",
      {.tolerant = true});
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-20, -21, -22, -23}));
  EXPECT_TRUE(std::isnan(file.series.at("bz_gsm").values[1]));
  EXPECT_TRUE(std::isnan(file.series.at("bz_gsm").values[2]));
  EXPECT_EQ(file.source.skipped_fields, 2U);
  EXPECT_EQ(file.source.skipped_lines, 1U);
  EXPECT_THAT(file.source.first_skipped, HasSubstr("3:19: found '7777'"));
}

TEST(Csv, AdvisesToleranceOnlyWhereItKeepsAValue) {
  EXPECT_THAT(refusal("time,bz_gsm\n2003-11-20T00:00Z,-3\n2003-11-20T00:01Z,7777\n"),
              HasSubstr("skip bad fields with --tolerant"));
  EXPECT_THAT(refusal("time,bz_gsm\n20 Nuv 2003,-3\n21 Nuv 2003,-4\n"), Not(HasSubstr("--tolerant")));
  EXPECT_THAT(refusal("time,bz_gsm\n20 Nuv 2003,-3\n21 Nuv 2003,-4\n", {.tolerant = true}),
              AllOf(HasSubstr("none of its 2 lines"), HasSubstr("2:1: found '20 Nuv 2003'")));
}

TEST(Csv, ObeysASecondHeaderWithTheSameColumnsAndRefusesAnother) {
  const std::string first = "time,sym_h,bz_gsm\n2003-11-20T00:00Z,-20,-3\n2003-11-20T00:01Z,-21,-4\n";
  for (const bool tolerant : {false, true}) {
    const auto file =
        read_csv(first + "time,BZ-GSM,SYM-H\n2003-11-20T00:02Z,-5,-22\n2003-11-20T00:03Z,-6,-23\n",
                 {.tolerant = tolerant});
    EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-20, -21, -22, -23}));
    EXPECT_EQ(file.series.at("bz_gsm").values, (std::vector<float>{-3, -4, -5, -6}));
    EXPECT_THAT(refusal(first + "time,speed,sym_h\n2003-11-20T00:02Z,400,-22\n", {.tolerant = tolerant}),
                HasSubstr("a.csv:4:1: found 'time,speed,sym_h', expected the columns of line 1"));
    EXPECT_THAT(refusal(first + "time,sym_h\n2003-11-20T00:02Z,-22\n", {.tolerant = tolerant}),
                HasSubstr("a.csv:4:1"));
  }
}

TEST(Csv, RefusesSolarWindOfTwoPlaces) {
  EXPECT_THAT(refusal("# solar_wind_at = l1\ntime,speed\n2003-11-20T00:00Z,400\n"
                      "# solar_wind_at = bow_shock\n2003-11-20T00:01Z,400\n"),
              HasSubstr("a.csv:4:1"));
}

TEST(Csv, LeavesOutColumnsOfWordsAndOfDerivedChannelsAndSaysSo) {
  const auto file = read_csv(
      ",time,source,sym_h,VBs,speed_missing\n0,2003-11-20T00:00Z,OMNI,-20,999.99,0\n"
      "1,2003-11-20T00:01Z,\"ACE, later\",-21,1,0\n");
  ASSERT_EQ(file.series.channels.size(), 1U);
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-20, -21}));
  EXPECT_THAT(file.warnings,
              ElementsAre(AllOf(HasSubstr("'VBs' (symh computes it)"), HasSubstr("'speed_missing'")),
                          HasSubstr("left out: source (words, not numbers)")));
  EXPECT_THAT(refusal("time,source\n2003-11-20T00:00Z,OMNI\n"), HasSubstr("a column of numbers"));
}

TEST(Csv, TakesAColumnOfNumbersWithAWordInItForNoColumnOfWords) {
  std::string text = "time,flux\n";
  for (int minute = 10; minute < 60; ++minute) text += "2003-11-20T00:" + std::to_string(minute) + "Z,1.5\n";
  EXPECT_THAT(refusal(text + "2003-11-20T01:00Z,much\n"), HasSubstr("a.csv:52:19: found 'much'"));
}

TEST(Csv, NamesAreOneWhateverTheirCaseDashesAndUnits) {
  for (const auto* name :
       {"SYM-H", "sym_h", "Sym H", "SYM/H", "SYMH", "SYM-H (nT)", "sym_h [nT]", "sym_h_nT"}) {
    const auto file = read_csv(std::string("time;") + name + "\n2003-11-20T00:00Z;-20\n");
    EXPECT_NE(file.series.find("sym_h"), nullptr) << name;
    EXPECT_THAT(file.warnings, IsEmpty()) << name;
  }
}

TEST(Csv, KeepsCoordinateFramesApart) {
  const auto file = read_csv("time,Bz_GSE,By\n2003-11-20T00:00Z,-5,1\n");
  EXPECT_EQ(file.series.find("bz_gsm"), nullptr);
  EXPECT_NE(file.series.find("bz_gse"), nullptr);
  EXPECT_NE(file.series.find("by"), nullptr);
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("names no coordinate frame")));
}

TEST(Csv, AChannelsOwnNameComesBeforeASynonymAndTwoOfOneKindAreRefused) {
  const auto file = read_csv("time,flow_speed,speed\n2003-11-20T00:00Z,300,400\n");
  EXPECT_EQ(file.series.at("speed").values[0], 400.F);
  EXPECT_EQ(file.series.channels.size(), 1U);
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("left out: 'flow_speed' ('speed' is speed)")));
  EXPECT_THAT(refusal("time,SYM-H,sym_h\n2003-11-20T00:00Z,-1,-2\n"),
              AllOf(HasSubstr("a.csv:1:12"), HasSubstr("'SYM-H' and 'sym_h' are both sym_h")));
  const auto mapped = read_csv("time,flow_speed,speed\n2003-11-20T00:00Z,300,400\n",
                               {.column_channels = {{"flow_speed", "speed"}}});
  EXPECT_EQ(mapped.series.at("speed").values[0], 300.F);
}

TEST(Csv, RefusesAChannelInAnotherUnitAndReadsARowOfUnits) {
  EXPECT_THAT(refusal("time,bz_gsm (T)\n2003-11-20T00:00Z,-5e-9\n"),
              HasSubstr("a.csv:1:6: found 'bz_gsm (T)', expected bz_gsm in nT"));
  EXPECT_THAT(refusal("time,density,speed\nUTC,m^-3,km/s\n2003-11-20T00:00Z,5e6,400\n"),
              HasSubstr("expected density in cm^-3"));
  const auto file = read_csv("time,density,speed\n(UTC),(n/cc),(km/s)\n2003-11-20T00:00Z,5,400\n");
  EXPECT_EQ(file.series.at("density").values, std::vector<float>{5});
  EXPECT_THAT(refusal("Time (EST),sym_h\n2003-11-20T00:00,5\n"), HasSubstr("expected times in UTC"));
}

}  // namespace
}  // namespace symh
