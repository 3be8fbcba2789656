// Tables whose times or numbers could be read in two ways: read rightly, or refused, never silently wrong.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "formats/load.h"
#include "formats/parse_text.h"
#include "formats/refusal.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Series series_of(const std::string& text, const std::map<std::string, std::string>& columns = {}) {
  return parse_text("a.csv", text, {.column_channels = columns}).series;
}

std::string error_of(const std::string& text) { return refusal_of("a.csv", text); }

std::vector<std::string> stamps_of(const Series& series) {
  std::vector<std::string> stamps;
  for (std::size_t row = 0; row < series.size(); ++row)
    stamps.push_back(format_time(series.time_of(row)).substr(0, 16));
  return stamps;
}

/// Two rows of SYM-H with the given names and texts of the time.
std::string two(const std::string& names, const std::string& first, const std::string& second) {
  return names + ",sym_h\n" + first + ",-5\n" + second + ",-6\n";
}

TEST(CsvTimes, EveryPartOfAStampHasItsColumn) {
  const auto may = ElementsAre("2019-05-03T00:05", "2019-05-03T00:10");
  EXPECT_THAT(stamps_of(series_of(two("YYYY,MM,DD,HH,MN", "2019,05,03,00,05", "2019,05,03,00,10"))), may);
  EXPECT_THAT(stamps_of(series_of(two("YEAR,DDD,HH,MM", "2019,123,0,5", "2019,123,0,10"))), may);
  EXPECT_THAT(stamps_of(series_of(two("Year,Mth,Day,Hr,Mi", "2019,5,3,0,5", "2019,5,3,0,10"))), may);
  EXPECT_THAT(stamps_of(series_of(two("iyr,idoy,ihr,imin", "2019,123,0,5", "2019,123,0,10"))), may);
  EXPECT_THAT(stamps_of(series_of(two("YR,MO,DA,HR,MN", "2019,5,3,0,5", "2019,5,3,0,10"))), may);
  EXPECT_THAT(stamps_of(series_of(two("date,hour", "2019-05-03,0005", "2019-05-03,0010"))), may)
      << "hours and minutes in a column `hour`";
  EXPECT_THAT(stamps_of(series_of(two("year,doy,UT", "2019,123,7", "2019,123,8"))),
              ElementsAre("2019-05-03T07:00", "2019-05-03T08:00"));
  EXPECT_THAT(stamps_of(series_of(two("y,m,d,h", "2019,5,3,7", "2019,5,3,8"),
                                  {{"y", "year"}, {"m", "month"}, {"d", "day"}, {"h", "hour"}})),
              ElementsAre("2019-05-03T07:00", "2019-05-03T08:00"))
      << "the user names the parts";
  EXPECT_THAT(stamps_of(series_of(two("EPOCH__yyyy-mm-ddThh:mm:ss.sssZ", "2019-05-03T00:05:00.000Z",
                                      "2019-05-03T00:10:00.000Z"))),
              may)
      << "as CDAWeb writes it";
}

TEST(CsvTimes, AColumnThatTheUserNamesIsTakenAsUtcAndThisIsSaid) {
  const auto file = parse_text("a.csv", two("when", "2019-05-03 00:05", "2019-05-03 00:10"),
                               {.column_channels = {{"when", "time"}}});
  EXPECT_THAT(file.warnings, Contains(HasSubstr("stamps have no time zone; taken as UTC")));
}

TEST(CsvTimes, APartThatIsNotThereIsRefused) {
  EXPECT_THAT(error_of(two("YYYY,Quartal,DD,HH", "2019,2,03,00", "2019,2,03,01")),
              HasSubstr("'DD' without a column for the month"));
  EXPECT_THAT(error_of(two("date,minute", "2019-05-03,5", "2019-05-03,10")),
              HasSubstr("without a column for the hour"));
  EXPECT_THAT(error_of(two("year,doy,minute", "2019,123,5", "2019,123,10")),
              HasSubstr("without a column for the hour"));
  std::string lost = "date,hr,part,sym_h\n";
  for (int i = 0; i < 24; ++i) lost += fmt::format("2019-05-03,{},{},{}\n", i / 12, i % 12, -i);
  EXPECT_THAT(error_of(lost), AllOf(HasSubstr("24 rows at 2 times"), HasSubstr("--columns NAME=hour")));
}

TEST(CsvTimes, AStampThatAProgramRoundedDownIsItsMinute) {
  for (const auto* stamp :
       {"2019-05-03T00:06:59.999Z", "2019-05-03T00:06:59.9999995Z", "1556842019.9999998"}) {
    const bool counted = stamp[0] == '1';
    const auto series =
        series_of(counted ? fmt::format("epoch,sym_h\n1556841960,-5\n{},-6\n", stamp)
                          : fmt::format("time,sym_h\n2019-05-03T00:06:00Z,-5\n{},-6\n", stamp));
    EXPECT_EQ(series.size(), 2U) << stamp;
    EXPECT_EQ(series.at("sym_h").values.back(), -6.F) << stamp;
  }
  std::string many = "time,sym_h\n";
  for (int i = 0; i < 50; ++i) many += fmt::format("2019-05-03T00:{:02}:59.999Z,{}\n", i, -i);
  EXPECT_EQ(format_time(series_of(many).first_time()), "2019-05-03T00:01:00Z");
  EXPECT_EQ(series_of(many).size(), 50U);
}

TEST(CsvTimes, AClockThatMayBeDecimalIsRefused) {
  EXPECT_THAT(error_of(two("time", "2019-05-03 00.05", "2019-05-03 00.10")),
              HasSubstr("expected a time such as"));
  EXPECT_THAT(error_of(two("date,time", "2019-05-03,00.05", "2019-05-03,00.10")), HasSubstr("found"));
  EXPECT_THAT(error_of(two("time", "2019.334", "2019.335")), HasSubstr("2019.334"));
}

TEST(CsvTimes, AZoneInTheHeaderIsUtcOrRefused) {
  for (const auto* name : {"Time (UTC)", "Time [yyyy-mm-dd hh:mm]", "Time (GMT)", "time"})
    EXPECT_EQ(series_of(two(name, "2019-05-03 00:05", "2019-05-03 00:10")).size(), 2U) << name;
  for (const auto* name : {"Time (UTC+2)", "Time (GMT+1)", "Date (Europe/Berlin)", "Time (EET)", "Time (MST)",
                           "Time (UTC-03:00)"})
    EXPECT_THAT(error_of(two(name, "2019-05-03 00:05", "2019-05-03 00:10")),
                HasSubstr("expected times in UTC"))
        << name;
}

TEST(CsvTimes, AColumnOfTimeZonesMustSayUtc) {
  EXPECT_EQ(series_of("time,timezone,sym_h\n2019-05-03 00:05,UTC,-5\n").size(), 1U);
  for (const auto* column : {"timezone,sym_h\n2019-05-03 00:05,JST", "utc_offset,sym_h\n2019-05-03 00:05,9"})
    EXPECT_THAT(error_of(std::string("time,") + column + ",-5\n"), HasSubstr("expected times in UTC"))
        << column;
}

TEST(CsvTimes, TheColumnOfUtcGoesBeforeOneThatMayBeLocal) {
  const auto series = series_of("time,time_utc,sym_h\n2019-05-03 02:05,2019-05-03 00:05,-5\n");
  EXPECT_EQ(format_time(series.first_time()), "2019-05-03T00:05:00Z");
}

TEST(CsvTimes, SamplesOf92SecondsFallIntoMinutes) {
  std::string text = "time,bz_gsm\n";
  for (int i = 0; i < 30; ++i) text += fmt::format("{},{}\n", 1556841600 + 92 * i, i);
  const auto series = series_of(text);
  EXPECT_EQ(series.cadence, Minutes{1});
  EXPECT_EQ(series.at("bz_gsm").values.back(), 29.F);
}

TEST(CsvTimes, HoursStampedByTheirMiddleAreStampedByTheirBeginning) {
  const auto file = parse_text("a.csv", two("time", "2019-05-03T00:30Z", "2019-05-03T01:30Z"), {});
  EXPECT_EQ(format_time(file.series.first_time()), "2019-05-03T00:00:00Z");
  EXPECT_THAT(file.warnings, Contains(HasSubstr("the middle of each hour")));
}

TEST(CsvRows, OfInactiveSpacecraftAndOfBadQualityAreLeftOutAndThisIsSaid) {
  const auto file = parse_text("a.csv",
                               "time_tag,active,source,bz_gsm,overall_quality\n"
                               "2019-05-03T00:00Z,True,ACE,-5,0\n2019-05-03T00:00Z,False,DSCOVR,7,0\n"
                               "2019-05-03T00:01Z,1,ACE,-6,1\n2019-05-03T00:02Z,0,DSCOVR,8,0\n"
                               "2019-05-03T00:02Z,1,ACE,-7,0\n",
                               {});
  const auto& bz = file.series.at("bz_gsm").values;
  ASSERT_EQ(bz.size(), 3U);
  EXPECT_EQ(bz[0], -5.F);
  EXPECT_TRUE(std::isnan(bz[1]));
  EXPECT_EQ(bz[2], -7.F);
  EXPECT_THAT(file.warnings, Contains(HasSubstr("2 rows of inactive spacecraft")));
  EXPECT_THAT(file.warnings, Contains(HasSubstr("1 rows are marked bad")));
}

TEST(CsvNumbers, ThatMayHaveThousandsAreRefused) {
  EXPECT_THAT(error_of("time;temperature\n2019-05-03T00:00Z;120,000\n2019-05-03T00:01Z;110,500\n"),
              HasSubstr("expected a number without separators of thousands"));
  EXPECT_THAT(error_of("time;temperature\n2019-05-03T00:00Z;120.000\n2019-05-03T00:01Z;110.500\n"),
              HasSubstr("expected a number without separators of thousands"));
  EXPECT_EQ(
      series_of("time;speed\n2019-05-03T00:00Z;420,125\n2019-05-03T00:01Z;410,5\n").at("speed").values[0],
      420.125F)
      << "another number shows that the comma is the decimal one";
}

TEST(CsvForms, OfCdawebAreRead) {
  const auto series = series_of(
      "# ****\n# "
      "CDAWeb\nEPOCH__yyyy-mm-ddThh:mm:ss.sssZ,MAGNITUDE_nT,BZ_GSM_(@_z_component_)_nT,FLOW_SPEED__GSE_km/s,"
      "PROTON_DENSITY_n/cc\n2019-05-03T00:00:00.000Z,5.5,-3.25,420.5,7.5\n");
  EXPECT_EQ(series.at("density").values[0], 7.5F);
  EXPECT_EQ(
      series_of("TIME_AT_CENTER_OF_HOUR_yyyy-mm-ddThh:mm:ss.sssZ,1-H_DST_nT\n2019-05-03T00:30:00.000Z,-34\n")
          .at("dst")
          .values[0],
      -34.F);
  EXPECT_EQ(series.at("b_total").values[0], 5.5F);
  EXPECT_EQ(series.at("bz_gsm").values[0], -3.25F);
  EXPECT_EQ(series.at("speed").values[0], 420.5F);
}

TEST(CsvForms, LinesBeforeTheHeaderAndUnitsInCommentsAreRead) {
  const std::string rows = "2019-05-03T00:00Z,-5,2\n2019-05-03T00:01Z,-6,3\n";
  for (const auto* head :
       {"SYM-H export,,\ntime,sym_h,bz_gsm\n", "OMNI data for 2019\nSource: NASA\n\ntime,sym_h,bz_gsm\n",
        "# time,sym_h,bz_gsm\n# UTC,nT,nT\n"})
    EXPECT_EQ(series_of(head + rows).at("sym_h").values, (std::vector<float>{-5, -6})) << head;
  EXPECT_THAT(error_of("# time,sym_h,bz_gsm\n# UTC,nT,T\n" + rows),
              HasSubstr("expected bz_gsm in nT, not in 'T'"));
  EXPECT_THAT(error_of("a title\nand words\nbut no table\n"), HasSubstr("a.csv:1:1: found 'a title'"));
  const auto joined = series_of(
      "time,sym_h,speed\nUTC,nT,km/s\n2019-05-03T00:00Z,-5,400\ntime,speed,sym_h\nUTC,km/s,nT\n"
      "2019-05-03T00:01Z,401,-6\n");
  EXPECT_EQ(joined.at("speed").values, (std::vector<float>{400, 401}));
  EXPECT_THAT(
      error_of("time,sym_h,speed\nUTC,nT,km/s\n2019-05-03T00:00Z,-5,400\ntime,speed,sym_h\nUTC,m/s,nT\n"
               "2019-05-03T00:01Z,401000,-6\n"),
      HasSubstr("expected the units of the first header"));
}

TEST(CsvForms, NamesOfMonthsTellTheDayFromTheMonth) {
  for (const auto* stamp :
       {"03-May-2019 00:05", "3 May 2019 00:05", "2019-May-03 00:05", "03/MAY/2019 00:05"})
    EXPECT_EQ(format_time(series_of(fmt::format("time,sym_h\n{},-5\n", stamp)).first_time()),
              "2019-05-03T00:05:00Z")
        << stamp;
  EXPECT_EQ(format_time(series_of("time,sym_h\n2019050307,-5\n").first_time()), "2019-05-03T07:00:00Z");
  EXPECT_THAT(error_of("time,sym_h\n03/05/2019 00:05,-5\n"), HasSubstr("this may be May or March"));
}

TEST(CsvForms, ShortNamesAreChannelsWhereTheirUnitSaysSo) {
  EXPECT_EQ(series_of("time,Np,Vp\nUTC,#/cc,km/s\n2019-05-03T00:00Z,5,400\n").at("density").values[0], 5.F);
  EXPECT_EQ(series_of("time,Np,sym_h\n2019-05-03T00:00Z,5,-4\n").find("density"), nullptr) << "no unit";
}

TEST(CsvForms, OfOtherProgramsAreRead) {
  const std::string rows = "2019-05-03T00:00Z,-5\n2019-05-03T00:01Z,-6\n";
  for (const auto* head :
       {"% made by hand\ntime,sym_h\n", "// made by hand\ntime,sym_h\n", "! made\ntime,sym_h\n",
        "sep=,\ntime,sym_h\n", "\"# made\"\ntime,sym_h\n", "#time,sym_h\n"})
    EXPECT_EQ(series_of(head + rows).at("sym_h").values, (std::vector<float>{-5, -6})) << head;
  EXPECT_EQ(series_of("time|sym_h\n2019-05-03T00:00Z|-5\n").at("sym_h").values[0], -5.F);
  EXPECT_EQ(series_of("time;SYM/H, nT;BZ_GSM, nT\n2019-05-03T00:00Z;-5;2\n").at("sym_h").values[0], -5.F);
  EXPECT_THAT(error_of("time,bz_gsm\n#,T\n2019-05-03T00:00Z,-5e-9\n"), HasSubstr("expected bz_gsm in nT"))
      << "a row of units behind a mark";
  for (const auto* word : {"\\N", "Inf", "1.#QNAN", "#VALUE!", "#DIV/0!", "n.a.", "nil", "(null)", "No Data",
                           "?", "*****", "----", "BAD"})
    EXPECT_TRUE(
        std::isnan(series_of(fmt::format("time,sym_h\n2019-05-03T00:00Z,-5\n2019-05-03T00:01Z,{}\n", word))
                       .at("sym_h")
                       .values[1]))
        << word;
}

}  // namespace
}  // namespace symh
