#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "formats/parse_text.h"
#include "formats/refusal.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ParsedFile parse(const std::string& text, const ReadOptions& options = {}) {
  return parse_text("saved", text, options);
}

std::string error_of(const std::string& text) { return refusal_of("saved", text); }

std::string mag(int minute, const std::string& source, double bz, int quality = 0, bool active = true) {
  const auto two = std::string(minute < 10 ? "0" : "") + std::to_string(minute);
  return R"({"time_tag": "2026-08-09T00:)" + two + R"(:00", "active": )" + (active ? "true" : "false") +
         R"(, "source": ")" + source + R"(", "bt": 9, "bx_gsm": 1, "by_gsm": 2, "bz_gsm": )" +
         std::to_string(bz) + R"(, "overall_quality": )" + std::to_string(quality) + "}";
}

std::string list(std::initializer_list<std::string> records) {
  std::string text;
  for (const auto& record : records) text += (text.empty() ? "[" : ", ") + record;
  return text + "]";
}

TEST(SwpcJson, IsDataAsItIs) {
  const auto file = parse(list({mag(1, "ACE", -2), mag(0, "ACE", -1)}));
  EXPECT_EQ(file.source.format, "SWPC JSON");
  EXPECT_EQ(file.series.solar_wind_at, WindPosition::l1);
  EXPECT_THAT(file.series.at("bz_gsm").values, ElementsAre(-1.F, -2.F));
  EXPECT_THAT(file.warnings, IsEmpty());
}

TEST(SwpcJson, OfTwoActiveSpacecraftTheOneBeforeIsTakenAndNamed) {
  const auto file = parse(list({mag(3, "IMAP", 9), mag(2, "IMAP", 8), mag(2, "ACE", -8), mag(1, "ACE", -7),
                                mag(1, "IMAP", 7), mag(0, "ACE", -6)}));
  EXPECT_THAT(file.series.at("bz_gsm").values, ElementsAre(-6.F, -7.F, -8.F, 9.F));
  EXPECT_THAT(
      file.warnings,
      ElementsAre(HasSubstr("2 minutes from 2026-08-09T00:01:00Z to 2026-08-09T00:02:00Z have several active "
                            "spacecraft (ACE, IMAP); symh takes ACE, which was active alone before")));
}

TEST(SwpcJson, WithoutOneBeforeTheOneAfterIsTakenThenTheOneWithTheMostRecords) {
  EXPECT_THAT(
      parse(list({mag(0, "ACE", -1), mag(0, "IMAP", 1), mag(1, "IMAP", 2)})).series.at("bz_gsm").values,
      ElementsAre(1.F, 2.F));
  EXPECT_THAT(
      parse(list({mag(0, "ACE", -1), mag(0, "IMAP", 1), mag(0, "IMAP", 1)})).series.at("bz_gsm").values,
      ElementsAre(1.F));
  EXPECT_THAT(parse(list({mag(0, "IMAP", 1), mag(0, "ACE", -1)})).series.at("bz_gsm").values,
              ElementsAre(-1.F))
      << "the first name of equals, whatever the order";
}

TEST(SwpcJson, BadRecordsAreLeftOutAndCounted) {
  const auto file = parse(list({mag(0, "ACE", -1), mag(1, "ACE", 77, 1), mag(2, "ACE", -3)}));
  EXPECT_TRUE(std::isnan(file.series.at("bz_gsm").values[1]));
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("1 record is marked bad by its quality and left out")));
  EXPECT_THAT(error_of(list({mag(0, "ACE", 77, 2)})), HasSubstr("1 record is marked bad"));
}

TEST(SwpcJson, ReadsHourlyDstOfBothShapes) {
  for (const auto* text :
       {R"([["time_tag","dst"],["2024-05-10 22:00:00","-200"],["2024-05-10 23:00:00","-351"]])",
        R"([{"time_tag":"2024-05-10T22:00:00","dst":-200},{"time_tag":"2024-05-10T23:00:00","dst":-351}])"}) {
    const auto series = parse(text).series;
    EXPECT_EQ(series.cadence, Minutes{60});
    EXPECT_EQ(series.first_time(), make_time(2024, 5, 10, 22));
    EXPECT_THAT(series.at("dst").values, ElementsAre(-200.F, -351.F));
    EXPECT_EQ(series.solar_wind_at, WindPosition::unknown);
    EXPECT_EQ(series.channels.size(), 1U);
  }
  EXPECT_EQ(parse(R"([["time_tag","dst"],["2024-05-10 22:00:00","-200"]])").series.cadence, Minutes{60});
}

TEST(SwpcJson, ATimeThatStandsTwiceIsNotAveraged) {
  const auto file = parse(list({mag(0, "ACE", -4), mag(0, "ACE", 6), mag(1, "ACE", -5)}));
  EXPECT_THAT(file.series.at("bz_gsm").values, ElementsAre(6.F, -5.F)) << "the later one, never +1";
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("1 time is there twice with different values")));
}

TEST(SwpcJson, DstByTheMinuteIsAModelsAndRefused) {
  EXPECT_THAT(
      error_of(
          R"([{"time_tag":"2024-05-10T22:00:00","dst":-200},{"time_tag":"2024-05-10T22:01:00","dst":-201}])"),
      HasSubstr("expected the hourly Dst that Kyoto observes"));
}

TEST(SwpcJson, DeeplyNestedValuesAreRefused) {
  const std::string deep = std::string(200000, '[') + std::string(200000, ']');
  EXPECT_THAT(error_of(R"([{"dst":1,"time_tag":)" + deep + "}]"), HasSubstr("nested deeper than 64 levels"));
  EXPECT_THAT(error_of(R"([["time_tag","dst"],["2024-05-10 22:00:00",)" + deep + "]]"),
              HasSubstr("nested deeper than 64 levels"));
}

const std::string ace_mag_header =
    ":Data_list: ace_mag_1m.txt\n:Created: 2012 Jun 04 2110 UT\n"
    "# Magnetometer values are in GSM coordinates.\n#\n"
    "# Status(S): 0 = nominal data, 1 to 8 = bad data record, 9 = no data\n"
    "# Source: ACE Satellite - Magnetometer\n# YR MO DA  HHMM    Day      Day    S     Bx      By      Bz    "
    "  Bt\n";

TEST(AceList, ReadsTheFieldAndLeavesBadRecordsOut) {
  const auto file =
      parse(ace_mag_header +
            "2012 06 04  1910   56082   69000    0     4.9     2.1    -3.5     6.4   -33.6    22.8\n"
            "2012 06 04  1911   56082   69060    2     4.9     2.1    33.5     6.4   -33.6    22.8\n"
            "2012 06 04  1912   56082   69120    9  -999.9  -999.9  -999.9  -999.9  -999.9  -999.9\n"
            "2012 06 04  1913   56082   69180    0     4.9     2.1  -999.9     6.4   -33.6    22.8\n");
  EXPECT_EQ(file.source.format, "ACE list");
  EXPECT_EQ(file.series.solar_wind_at, WindPosition::l1);
  EXPECT_EQ(file.series.first_time(), make_time(2012, 6, 4, 19, 10));
  const auto& bz = file.series.at("bz_gsm").values;
  ASSERT_EQ(bz.size(), 4U);
  EXPECT_EQ(bz[0], -3.5F);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(std::isnan(bz[i])) << i;
  EXPECT_EQ(file.series.at("b_total").values[3], 6.4F);
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("1 record is marked bad (status 1 to 8)")));
}

TEST(AceList, ReadsThePlasma) {
  const auto series = parse(
                          ":Data_list: ace_swepam_1m.txt\n# Source: ACE Satellite - Solar Wind Electron "
                          "Proton Alpha Monitor\n"
                          "2015 01 07  1348   57029   49680    0        6.8      414.6     2.09e+04\n"
                          "2015 01 07  1349   57029   49740    0    -9999.9    -9999.9    -1.00e+05\n")
                          .series;
  EXPECT_EQ(series.at("density").values[0], 6.8F);
  EXPECT_EQ(series.at("speed").values[0], 414.6F);
  EXPECT_EQ(series.at("temperature").values[0], 20900.F);
  for (const auto* channel : {"density", "speed", "temperature"})
    EXPECT_TRUE(std::isnan(series.at(channel).values[1])) << channel;
}

TEST(AceList, OtherCoordinatesThanGsmAreRefused) {
  auto gse = ace_mag_header;
  gse.replace(gse.find("GSM"), 3, "GSE");
  EXPECT_THAT(
      error_of(gse +
               "2012 06 04  1910   56082   69000    0     4.9     2.1    -3.5     6.4   -33.6    22.8\n"),
      HasSubstr("found 'no word of GSM in the header'"));
}

TEST(SwpcArchive, TakesActiveRecordsAndReadsNull) {
  const auto file = parse(
      "time_tag\tactive\tsource\tbt\tbx_gsm\tby_gsm\tbz_gsm\tbz_gse\n"
      "2016-01-19 00:00:00\t1\tACE\t5.5\t1\t2\t-3.25\t9\n2016-01-19 00:00:00\t0\tDSCOVR\t5.5\t1\t2\t8\t9\n"
      "2016-01-19 00:01:00\t1\tACE\tNULL\tNULL\t2\tNULL\t9\n");
  EXPECT_EQ(file.source.format, "SWPC archive");
  EXPECT_EQ(file.series.at("bz_gsm").values[0], -3.25F);
  EXPECT_TRUE(std::isnan(file.series.at("bz_gsm").values[1]));
  EXPECT_EQ(file.series.at("by_gsm").values[1], 2.F);
  EXPECT_EQ(file.series.solar_wind_at, WindPosition::l1);
  EXPECT_THAT(error_of("time_tag\tactive\tsource\tx_gse\n2016-01-19 00:00:00\t1\tACE\t1479696\n"),
              HasSubstr("a column 'bz_gsm' or 'proton_speed'"));
}

}  // namespace
}  // namespace symh
