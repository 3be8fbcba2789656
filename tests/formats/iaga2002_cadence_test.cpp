#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "formats/format.h"
#include "formats/parse_text.h"
#include "formats/refusal.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string header = " Format                 IAGA-2002                                    |\n";
const std::string asy_sym = "DATE       TIME         DOY     ASY-D     ASY-H     SYM-D     SYM-H  |\n";

std::string row(const std::string& day, const std::string& clock, int doy, double sym_h) {
  return fmt::format("{} {} {:03}     99999.00     11.00     -2.00{:10.2f}\n", day, clock, doy, sym_h);
}

ParsedFile parse(const std::string& text, const ReadOptions& options = {}) {
  return parse_text("ASY_x.dat", text, options);
}

std::string error_of(const std::string& text) { return refusal_of("ASY_x.dat", text); }

/// `count` rows of 1 June 2020, `step` minutes apart.
std::string rows(int count, int step, int first = 0) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const int minute = first + i * step;
    text += row("2020-06-01", fmt::format("{:02}:{:02}:00.000", minute / 60, minute % 60), 153, -i);
  }
  return text;
}

TEST(Iaga2002Cadence, ComesFromTheStamps) {
  const auto hourly = parse(header + asy_sym + rows(24, 60)).series;
  EXPECT_EQ(hourly.cadence, Minutes{60});
  EXPECT_EQ(hourly.size(), 24U);
  EXPECT_EQ(parse(header + asy_sym + rows(24, 5)).series.cadence, Minutes{5});
  EXPECT_EQ(parse(header + asy_sym + rows(200, 1)).series.cadence, Minutes{1});
}

TEST(Iaga2002Cadence, AFewRowsAcrossHolesAreMinutes) {
  EXPECT_EQ(parse(header + asy_sym + rows(1, 1)).series.cadence, Minutes{1});
  EXPECT_EQ(parse(header + asy_sym + rows(3, 5)).series.cadence, Minutes{1});
}

TEST(Iaga2002Cadence, AnotherCadenceInTheFileIsSaid) {
  const auto file = parse(header + asy_sym + rows(120, 1) + rows(12, 5, 180));
  EXPECT_EQ(file.series.cadence, Minutes{1});
  EXPECT_THAT(file.warnings,
              ElementsAre(HasSubstr("ASY_x.dat:123: 12 rows are 5m apart, but the cadence of the "
                                    "file is 1m")));
  EXPECT_THAT(parse(header + asy_sym + rows(60, 1) + rows(2, 7, 90) + rows(60, 1, 200)).warnings, IsEmpty())
      << "holes are no cadence";
}

TEST(Iaga2002Cadence, HoursStampedByTheirMiddleGetTheirBeginning) {
  const auto file = parse(header + asy_sym + rows(10, 60, 30));
  EXPECT_EQ(file.series.cadence, Minutes{60});
  EXPECT_EQ(file.series.first_time(), make_time(2020, 6, 1));
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("the middle of each hour")));
}

TEST(Iaga2002LeapSecond, CountsToTheMinuteBeforeIt) {
  const auto before =
      row("2016-12-31", "23:58:00.000", 366, -10) + row("2016-12-31", "23:59:00.000", 366, -20);
  const auto after = row("2017-01-01", "00:00:00.000", 1, -30) + row("2017-01-01", "00:01:00.000", 1, -31);
  const auto file = parse(header + asy_sym + before + row("2016-12-31", "23:59:60.000", 366, -24) + after);
  EXPECT_THAT(file.series.at("sym_h").values, ElementsAre(-10.F, -22.F, -30.F, -31.F));
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("a leap second (23:59:60)")));
  const auto alone = parse(header + asy_sym + row("2016-12-31", "23:59:60.000", 366, -24) + after).series;
  EXPECT_EQ(alone.first_time(), make_time(2016, 12, 31, 23, 59));
  EXPECT_THAT(error_of(header + asy_sym + row("2016-12-31", "23:58:60.000", 366, -24)),
              HasSubstr("found '23:58:60.000', expected a time hh:mm:00.000"));
  EXPECT_THAT(error_of(header + asy_sym + row("2016-12-31", "23:59:61.000", 366, -24)),
              HasSubstr("23:59:61.000"));
}

std::string dst_row(const std::string& clock, double dst) {
  return fmt::format("2015-03-17 {} 076{:14.2f}\n", clock, dst);
}

TEST(Iaga2002Dst, IsHourlyDst) {
  const std::string columns = "DATE       TIME         DOY     DST                                   |\n";
  const auto file = parse(header + columns + dst_row("00:00:00.000", -15) + dst_row("01:00:00.000", 99999) +
                          dst_row("02:00:00.000", -17));
  ASSERT_EQ(file.series.channels.size(), 1U) << "only then it may stand beside minutes";
  EXPECT_EQ(file.series.cadence, Minutes{60});
  EXPECT_EQ(file.series.first_time(), make_time(2015, 3, 17));
  EXPECT_EQ(file.series.at("dst").values[0], -15.F);
  EXPECT_TRUE(std::isnan(file.series.at("dst").values[1]));
  EXPECT_EQ(parse(header + columns + dst_row("05:30:00.000", -15)).series.first_time(),
            make_time(2015, 3, 17, 5));
  EXPECT_THAT(error_of(header + columns + dst_row("00:00:00.000", -15) + header + asy_sym + rows(1, 1)),
              HasSubstr("put Dst into a file of its own"));
}

TEST(Iaga2002Sniff, AHeaderOrAColumnLineMakesTheFormatNotAComment) {
  EXPECT_EQ(parse("# made from IAGA-2002 files\ntime,sym_h\n2020-06-01T00:00Z,-1\n").source.format, "CSV");
  EXPECT_EQ(parse(asy_sym + rows(3, 1)).source.format, "IAGA-2002");
}

TEST(Iaga2002Sniff, AnotherIndexIsNamed) {
  EXPECT_THAT(error_of(header + "DATE       TIME         DOY     PC        KP        AP        AO     |\n"),
              HasSubstr("found 'PC        KP        AP        AO     |', expected one of ASY-D"));
  const auto ae = parse(header +
                        "DATE       TIME         DOY     AE        AU        AL        AO     |\n"
                        "2003-11-20 17:00:00.000 324      1200.00    300.00   -900.00   -300.00\n");
  EXPECT_EQ(ae.series.at("ae").values[0], 1200.F);
  EXPECT_EQ(ae.series.at("al").values[0], -900.F);
}

TEST(Iaga2002Tolerant, DropsTheFieldAndKeepsItsLine) {
  auto bad = row("2020-06-01", "00:01:00.000", 153, -7);
  bad.replace(bad.find("11.00"), 5, "11x00");
  const auto file = parse(header + asy_sym + rows(1, 1) + bad, {.tolerant = true});
  EXPECT_EQ(file.source.skipped_fields, 1U);
  EXPECT_EQ(file.source.skipped_lines, 0U);
  EXPECT_EQ(file.series.at("sym_h").values[1], -7.F);
  EXPECT_TRUE(std::isnan(file.series.at("asy_h").values[1]));
}

TEST(Iaga2002, ADayOfYearOfManyDigitsIsRefused) {
  auto long_day = row("2020-06-01", "00:00:00.000", 153, -7);
  long_day.replace(24, 3, "4294967449");
  EXPECT_THAT(error_of(header + asy_sym + long_day), HasSubstr("expected day of year 153"));
}

}  // namespace
}  // namespace symh
