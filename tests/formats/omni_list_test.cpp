#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"
#include "core/file.h"
#include "formats/companion.h"
#include "formats/format.h"
#include "formats/load.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string minute_fmt =
    "  FORMAT OF THE SUBSETTED FILE\n    \n    ITEMS                      FORMAT   \n     \n"
    " 1 Year                          I4        \n 2 Day                           I4        \n"
    " 3 Hour                          I3        \n 4 Minute                        I3        \n"
    " 5 Field magnitude average, nT   F8.2      \n 6 BY, nT (GSE)                  F8.2      \n"
    " 7 BZ, nT (GSM)                  F8.2      \n 8 Speed, km/s                   F8.1      \n"
    " 9 Proton Density, n/cc          F7.2      \n10 Temperature, K                F9.0      \n"
    "11 Flow pressure, nPa            F6.2      \n12 SYM/H, nT                     I6        \n"
    " \n This file was produced by SPDF OMNIWeb Plus service\n";

std::string minute_row(int hour, int minute, double bz, double speed, int sym_h) {
  return fmt::format("2015  76{:3}{:3}{:8.2f}{:8.2f}{:8.2f}{:8.1f}{:7.2f}{:8.0f}.{:6.2f}{:6}\n", hour, minute,
                     9.5, 7.25, bz, speed, 11.5, 123456., 3.25, sym_h);
}

const std::string hour_fmt =
    "  FORMAT OF THE SUBSETTED FILE\n    ITEMS                      FORMAT   \n"
    " 1 YEAR                          I4        \n 2 DOY                           I4        \n"
    " 3 Hour                          I3        \n 4 Scalar B, nT                  F6.1      \n"
    " 5 BZ, nT (GSE)                  F6.1      \n 6 BZ, nT (GSM)                  F6.1      \n"
    " 7 SW Plasma Temperature, K      F9.0      \n 8 SW Proton Density, N/cm^3     F6.1      \n"
    " 9 SW Plasma Speed, km/s         F6.0      \n10 Kp index                      I3        \n"
    "11 Dst-index, nT                 I6        \n";

std::string hour_row(int day, int hour, double bz, double speed, int dst) {
  return fmt::format("2015{:4}{:3}{:6.1f}{:6.1f}{:6.1f}{:8.0f}.{:6.1f}{:5.0f}.{:3}{:6}\n", day, hour, 9.5,
                     88.8, bz, 54321., 4.5, speed, 33, dst);
}

class OmniList : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  std::string save(const std::string& name, const std::string& text) const {
    write_file_atomically(path(name), text);
    return path(name);
  }
  std::string error_of(const std::vector<std::string>& paths) const {
    try {
      load(paths);
    } catch (const DataError& error) {
      return error.what();
    }
    return "no error";
  }
  /// Both ways of reading must give the same rows and leave out the same fields and lines.
  static void expect_same_by_runs_and_by_lines(const std::string& list) {
    const auto fast = load({list}, {.tolerant = true}),
               careful = load({list}, {.tolerant = true, .careful = true});
    ASSERT_EQ(fast.series.size(), careful.series.size());
    EXPECT_EQ(fast.files[0].skipped_fields, careful.files[0].skipped_fields);
    EXPECT_EQ(fast.files[0].skipped_lines, careful.files[0].skipped_lines);
    for (std::size_t c = 0; c < fast.series.channels.size(); ++c)
      for (std::size_t row = 0; row < fast.series.size(); ++row) {
        const float a = fast.series.channels[c].values[row], b = careful.series.channels[c].values[row];
        ASSERT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << fast.series.channels[c].name << " " << row;
      }
  }
  TemporaryFolder folder_;
};

TEST_F(OmniList, ReadsMinutesByTheFmtAtTheBowShock) {
  save("w.fmt", minute_fmt);
  const auto data = load(
      {save("w.lst", minute_row(23, 58, -12.5, 600.5, -80) + minute_row(23, 59, 9999.99, 99999.9, -81))});
  const auto& series = data.series;
  EXPECT_EQ(series.first_time(), make_time(2015, 3, 17, 23, 58));
  EXPECT_EQ(series.cadence, Minutes{1});
  EXPECT_EQ(series.solar_wind_at, WindPosition::bow_shock);
  EXPECT_EQ(series.at("bz_gsm").values[0], -12.5F);
  EXPECT_EQ(series.at("b_total").values[0], 9.5F);
  EXPECT_EQ(series.at("speed").values[0], 600.5F);
  EXPECT_EQ(series.at("density").values[0], 11.5F);
  EXPECT_EQ(series.at("temperature").values[0], 123456.F);
  EXPECT_THAT(series.at("sym_h").values, ElementsAre(-80.F, -81.F));
  EXPECT_TRUE(std::isnan(series.at("bz_gsm").values[1]));
  EXPECT_TRUE(std::isnan(series.at("speed").values[1]));
  EXPECT_EQ(series.find("by_gsm"), nullptr) << "By in GSE is not By in GSM";
  EXPECT_NE(series.find("by_gse"), nullptr);
  EXPECT_NE(series.find("dynamic_pressure"), nullptr);
  EXPECT_EQ(series.channels.size(), 8U);
  EXPECT_THAT(data.warnings, IsEmpty());
}

TEST_F(OmniList, AFieldInGseIsTurnedIntoGsmWhereTheListHasNoneInGsm) {
  const std::string stamp =
      " FORMAT OF THE SUBSETTED FILE\n 1 Year   I4\n 2 Day   I4\n 3 Hour   I3\n 4 Minute   I3\n";
  const std::string gse = " 5 BY, nT (GSE)   F8.2\n 6 BZ, nT (GSE)   F8.2\n";
  save("gse.fmt", stamp + gse);
  const auto turned = load({save("gse.lst", "2019 359 21 20    0.00  -10.00\n")});
  // 2019-12-25 21:20: GSM is turned by 10.85 degrees (Geopack gives 10.847).
  EXPECT_NEAR(turned.series.at("by_gsm").values[0], 1.882, 0.004);
  EXPECT_NEAR(turned.series.at("bz_gsm").values[0], -9.821, 0.001);
  EXPECT_THAT(turned.notes, Contains(HasSubstr("1 sample is turned from GSE")));
  save("both.fmt", stamp + gse + " 7 BY, nT (GSM)   F8.2\n 8 BZ, nT (GSM)   F8.2\n 9 Flips   I3\n");
  const auto both = load({save("both.lst", "2019 359 21 20    0.00  -10.00    3.00   -4.00  7\n")});
  EXPECT_EQ(both.series.at("bz_gsm").values[0], -4.F);
  EXPECT_EQ(both.series.find("bz_gse"), nullptr);
  EXPECT_THAT(both.warnings,
              ElementsAre(HasSubstr("left out, as symh does not need them: 'BY, nT (GSE)', 'BZ, nT (GSE)', "
                                    "'Flips'")));
}

TEST_F(OmniList, AFillOfAnotherFileIsMissingAndCounted) {
  save("w.fmt", minute_fmt);
  const auto data = load({save("w.lst", minute_row(0, 0, -999.9, 400, -999) + minute_row(0, 1, -1, 400, 3))});
  EXPECT_TRUE(std::isnan(data.series.at("bz_gsm").values[0]));
  EXPECT_TRUE(std::isnan(data.series.at("sym_h").values[0]));
  EXPECT_THAT(data.warnings, Contains(HasSubstr("sym_h: 1 value is a fill value (-999)")));
}

TEST_F(OmniList, ReadsHoursWithDst) {
  save("h.fmt", hour_fmt);
  const auto series =
      load({save("h.lst", hour_row(76, 22, -5.5, 480, -120) + hour_row(76, 23, 999.9, 9999, -223) +
                              hour_row(77, 0, -1.5, 500, 99999))})
          .series;
  EXPECT_EQ(series.cadence, Minutes{60});
  EXPECT_EQ(series.first_time(), make_time(2015, 3, 17, 22));
  EXPECT_THAT(std::vector(series.at("dst").values.begin(), series.at("dst").values.begin() + 2),
              ElementsAre(-120.F, -223.F));
  EXPECT_TRUE(std::isnan(series.at("dst").values[2]));
  EXPECT_EQ(series.at("bz_gsm").values[0], -5.5F);
  EXPECT_TRUE(std::isnan(series.at("bz_gsm").values[1]));
  EXPECT_TRUE(std::isnan(series.at("speed").values[1]));
}

TEST_F(OmniList, ASingleHourIsAnHourAndFiveMinutesAreFive) {
  save("h.fmt", hour_fmt);
  EXPECT_EQ(load({save("h.lst", hour_row(76, 22, -5.5, 480, -120))}).series.cadence, Minutes{60});
  save("w.fmt", minute_fmt);
  EXPECT_EQ(load({save("w.lst", minute_row(0, 0, 1, 400, 0) + minute_row(0, 5, 1, 400, 0))}).series.cadence,
            Minutes{5});
}

TEST_F(OmniList, TheFmtIsNoDataInAFolderOrAnArgument) {
  const auto fmt_path = save("w.fmt", minute_fmt);
  const auto list_path = save("w.lst", minute_row(0, 0, 1, 400, 0));
  EXPECT_EQ(load({folder_.path().string()}).series.size(), 1U);
  EXPECT_EQ(load({fmt_path, list_path}).series.size(), 1U);
}

TEST_F(OmniList, WithoutItsFmtTheListIsRefusedByName) {
  const auto text = error_of({save("w.lst", minute_row(0, 0, 1, 400, 0))});
  EXPECT_THAT(text, HasSubstr("expected an OMNIWeb list of 12 columns with its .fmt file"));
  EXPECT_THAT(text, HasSubstr("with the same name"));
}

TEST_F(OmniList, AFmtThatDoesNotFitItsListIsRefused) {
  save("w.fmt", hour_fmt);
  EXPECT_THAT(error_of({save("w.lst", minute_row(0, 0, 1, 400, 0))}),
              HasSubstr("w.lst:1:1: found '12 values in 74 characters', expected 11 values in 59"));
  save("w.fmt", " FORMAT OF THE SUBSETTED FILE\n 1 Year  I4\n 2 Day  I4\n 3 Hour  Q3\n");
  EXPECT_THAT(error_of({path("w.lst")}), HasSubstr("w.fmt:4:1"));
  save("w.fmt", " FORMAT OF THE SUBSETTED FILE\n 1 Year  I4\n 2 Day  I4\n 3 Hour  I3\n 4 Kp index  I3\n");
  EXPECT_THAT(error_of({path("w.lst")}), HasSubstr("expected a column that symh takes"));
}

TEST_F(OmniList, AColumnTooNarrowForADigitIsRefused) {
  const std::string stamp = " FORMAT OF THE SUBSETTED FILE\n 1 Year  I4\n 2 Day  I4\n 3 Hour  I3\n";
  save("w.lst", "2001   1  0 9.\n");
  for (const auto* narrow : {"F2.0", "F1.0", "I1", "F3.2"}) {
    save("w.fmt", stamp + " 4 Temperature, K   " + narrow + "\n");
    EXPECT_THAT(error_of({path("w.lst")}), HasSubstr("w.fmt:5:1")) << narrow;
  }
  save("w.fmt", stamp + " 4 Temperature, K   F3.0\n");
  EXPECT_THAT(error_of({path("w.lst")}), Not(HasSubstr("w.fmt:5:1")));
}

TEST_F(OmniList, ColumnsDividedByOneBlankAreReadToo) {
  save("w.fmt", minute_fmt);
  const auto series =
      load({save("w.txt", "2015 76 0 0 9.50 7.25 -3.25 400.5 11.50 99999. 3.25 -7\n")}).series;
  EXPECT_EQ(series.at("bz_gsm").values[0], -3.25F);
  EXPECT_EQ(series.at("temperature").values[0], 99999.F) << "the fill of F9.0 has seven nines";
}

TEST_F(OmniList, ReadsTheListingOfAPage) {
  const auto series = load({save("page.html",
                                 "<HTML><BODY>\n<B>Listing for omni2 data from 20150317 to "
                                 "20150317</B><hr><pre>Selected parameters:\n"
                                 " 1 BZ, nT (GSM)\n 2 SW Plasma Speed, km/s\n\nYEAR DOY HR    1     2 \n2015 "
                                 " 76  0  -2.0  388.\n"
                                 "2015  76  1 999.9 9999.\n</pre></BODY></HTML>\n")})
                          .series;
  EXPECT_EQ(series.cadence, Minutes{60});
  EXPECT_EQ(series.at("bz_gsm").values[0], -2.F);
  EXPECT_TRUE(std::isnan(series.at("bz_gsm").values[1]));
  EXPECT_TRUE(std::isnan(series.at("speed").values[1]));
}

TEST_F(OmniList, ABadFieldIsRefusedWithItsPlaceAndTolerantDropsOnlyIt) {
  save("w.fmt", minute_fmt);
  auto bad = minute_row(0, 1, 1, 400, -5);
  bad.replace(bad.find("   400.0"), 8, "   4x0.0");
  const auto list = save("w.lst", minute_row(0, 0, 1, 400, -4) + bad);
  EXPECT_THAT(error_of({list}), HasSubstr("w.lst:2:39: found '   4x0.0', expected a number"));
  const auto data = load({list}, {.tolerant = true});
  EXPECT_EQ(data.series.at("sym_h").values[1], -5.F);
  EXPECT_TRUE(std::isnan(data.series.at("speed").values[1]));
  EXPECT_EQ(data.files[0].skipped_fields, 1U);
  EXPECT_EQ(data.files[0].skipped_lines, 0U);
}

TEST_F(OmniList, ReadingByRunsGivesWhatTheCarefulReaderGives) {
  save("w.fmt", minute_fmt);
  std::mt19937_64 generator(5);
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    auto row =
        minute_row(i / 60 % 24, i % 60, static_cast<double>(generator() % 4000) / 100 - 20,
                   generator() % 7 == 0 ? 99999.9 : 300. + static_cast<double>(generator() % 5000) / 10,
                   generator() % 9 == 0 ? 99999 : -static_cast<int>(generator() % 300));
    row.replace(4, 4, fmt::format("{:4}", 76 + i / 1440));
    if (generator() % 200 == 0)
      row[generator() % (row.size() - 1)] = static_cast<char>(' ' + generator() % 90);
    text += row;
  }
  const auto list = save("w.lst", text);
  expect_same_by_runs_and_by_lines(list);
}

TEST_F(OmniList, AShortLineIsBadWhereverItEnds) {
  // The last column is not kept, so nothing reads what a short line has in its place.
  save("w.fmt",
       "  FORMAT\n 1 Year   I4\n 2 Day   I4\n 3 Hour   I3\n 4 Minute   I3\n 5 BZ, nT (GSM)   F8.2\n"
       " 6 Speed, km/s   F8.1\n 7 Flips   F8.2\n");
  const auto row = [](int minute) { return fmt::format("2015  76  0{:3}   -3.25   400.0    1.50", minute); };
  const auto whole = row(0) + "\n";
  const auto short_line = row(1).substr(0, 30);
  for (const auto* rest :
       {"      \n\n\n", " \n \n \n \n\n", "\n\n\n\n\n\n\n\n\n", "        \n", "\r\n \n \n \n\n"}) {
    SCOPED_TRACE(testing::PrintToString(rest));
    const auto list = save("w.lst", whole + short_line + rest + row(2) + "\n");
    EXPECT_THAT(error_of({list}), HasSubstr("w.lst:2:1: found '6 values in 30 characters'"));
    expect_same_by_runs_and_by_lines(list);
  }
}

TEST_F(OmniList, OfASpacecraftThePositionIsNotKnown) {
  save("w.fmt",
       " FORMAT OF THE SUBSETTED FILE\n 1 Year   I4\n 2 Day   I4\n 3 Hour   I3\n 4 Minute   I3\n"
       " 5 BX, GSE, nT   F8.2\n 6 BZ, GSE, nT   F8.2\n 7 KP_Speed, km/s   F8.1\n");
  const auto series = load({save("w.lst", "2012 194  0  0    1.25   -9.00   410.0\n")}).series;
  EXPECT_EQ(series.solar_wind_at, WindPosition::unknown);
  EXPECT_EQ(series.at("bx_gsm").values[0], 1.25F) << "x is one axis in GSE and GSM";
  EXPECT_EQ(series.at("bz_gse").values[0], -9.F);
  EXPECT_EQ(series.find("bz_gsm"), nullptr) << "one component cannot be turned";
}

/// A record of omni2_YYYY.dat, with the widths of omni2.text.
std::string omni2_row(int hour, const char* bz_gsm, const char* dst, const char* speed) {
  return fmt::format("2003 324{:3} 2327 51 51  34  21", hour) +
         "  11.1  10.9 -44.0 210.0  -6.5  -3.5 -19.0  -8.8" + fmt::format("{:>6}", bz_gsm) +
         "   0.5   1.5   0.7   0.8   0.9  202020.  18.5" + fmt::format("{:>6}", speed) +
         "   1.0   2.0 0.040  9.50  10000.   1.0   10.   0.5   0.5 0.005  -5.50   0.70   6.0 87  98" +
         fmt::format("{:>6} 1500", dst) + " 999999.99 99999.99 99999.99 99999.99 99999.99 99999.99" +
         "  0 300 175.0 999.9 -1000   500  5.5\n";
}

TEST_F(OmniList, ReadsTheHourlyFilesOmni2) {
  const auto text = omni2_row(18, "-17.5", "-329", "701.") + omni2_row(19, "999.9", "99999", "9999.");
  const auto data = load({save("omni2_2003.dat", text)});
  EXPECT_EQ(data.files[0].format, "OMNI2");
  const auto& series = data.series;
  EXPECT_EQ(series.cadence, Minutes{60});
  EXPECT_EQ(series.first_time(), make_time(2003, 11, 20, 18));
  EXPECT_EQ(series.solar_wind_at, WindPosition::bow_shock);
  EXPECT_EQ(series.at("bz_gsm").values[0], -17.5F);
  EXPECT_EQ(series.at("by_gsm").values[0], -8.8F);
  EXPECT_EQ(series.at("bx_gsm").values[0], -6.5F);
  EXPECT_EQ(series.at("b_total").values[0], 11.1F);
  EXPECT_EQ(series.at("temperature").values[0], 202020.F);
  EXPECT_EQ(series.at("density").values[0], 18.5F);
  EXPECT_EQ(series.at("speed").values[0], 701.F);
  EXPECT_EQ(series.at("dst").values[0], -329.F);
  for (const auto* channel : {"bz_gsm", "speed", "dst"})
    EXPECT_TRUE(std::isnan(series.at(channel).values[1])) << channel;
  EXPECT_THAT(data.warnings, IsEmpty());
}

TEST(Companion, HasTheNameOfItsList) {
  EXPECT_THAT(companion_names("a/x.lst"), ElementsAre("a/x.fmt", "a/x.FMT"));
  EXPECT_THAT(companion_names("a.zip!b/x.LST"), ElementsAre("a.zip!b/x.fmt", "a.zip!b/x.FMT"));
  EXPECT_THAT(companion_names("x.lst.gz"), ElementsAre("x.fmt.gz", "x.fmt", "x.FMT.gz", "x.FMT"));
  EXPECT_THAT(companion_names("x.txt"), ElementsAre("x.fmt", "x.FMT"));
}

}  // namespace
}  // namespace symh
