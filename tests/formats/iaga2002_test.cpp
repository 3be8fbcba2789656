#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"
#include "formats/format.h"

namespace symh {
namespace {

using testing::HasSubstr;

const std::string header =
    " Format                 IAGA-2002                                    |\n"
    " Data Type              Definitive                                   |\n"
    "DATE       TIME         DOY     ASY-D     ASY-H     SYM-D     SYM-H  |\n";

std::string row(int minute, int sym_h) {
  char text[128];
  std::snprintf(text, sizeof text, "2003-11-20 17:%02d:00.000 324     99999.00     11.00     -2.00%10.2f\n",
                minute, static_cast<double>(sym_h));
  return text;
}

ParsedFile parse(const std::string& text, bool tolerant = false, const std::string& path = "ASY_x.dat") {
  return format_named("IAGA-2002").parse({text, path}, {.tolerant = tolerant, .column_channels = {}});
}

std::string error_of(const std::string& text) {
  try {
    parse(text);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Iaga2002, ReadsColumnsByNameAndMissingValues) {
  const auto file = parse(header + row(0, -480) + row(1, -481));
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-480, -481}));
  EXPECT_EQ(file.series.at("asy_h").values[0], 11.F);
  EXPECT_TRUE(std::isnan(file.series.at("asy_d").values[0]));
  EXPECT_EQ(file.series.first_time(), make_time(2003, 11, 20, 17));
  EXPECT_EQ(file.source.status, Status::definitive);
}

TEST(Iaga2002, TakesOrderAndSpellingOfColumnsFromTheHeader) {
  const std::string text =
      " Format                 IAGA-2002                                    |\n"
      "DATE       TIME         DOY     SYMH      AE        asy_d  |\n"
      "2003-11-20 17:00:00.000 324       -7.00    500.00      3.00\n";
  const auto file = parse(text);
  EXPECT_EQ(file.series.at("sym_h").values[0], -7.F);
  EXPECT_EQ(file.series.at("asy_d").values[0], 3.F);
}

TEST(Iaga2002, ReadsWhatIsSeenInTheWild) {
  std::string crlf = header + row(0, -1) + row(1, -2);
  for (std::size_t at = 0; (at = crlf.find('\n', at)) != std::string::npos; at += 2)
    crlf.replace(at, 1, "\r\n");
  EXPECT_EQ(parse(crlf).source.rows, 2U);
  EXPECT_EQ(parse("\xEF\xBB\xBF" + header + row(0, -1)).source.rows, 1U);
  auto no_newline = header + row(0, -1);
  no_newline.pop_back();
  EXPECT_EQ(parse(no_newline).source.rows, 1U);
  EXPECT_EQ(parse("<html><pre>\n" + header + row(0, -1) + "</pre></html>\n").source.rows, 1U);
  EXPECT_EQ(parse(header + row(0, -1) + header + row(1, -2)).source.rows, 2U) << "pasted together";
  const auto missing_minute = parse(header + row(0, -1) + row(2, -2)).series;
  EXPECT_EQ(missing_minute.size(), 3U);
  EXPECT_TRUE(std::isnan(missing_minute.at("sym_h").values[1]));
  EXPECT_EQ(parse(header + row(2, -2) + row(0, -1)).series.at("sym_h").values[2], -2.F) << "any order";
}

TEST(Iaga2002, ReadsALeapDayAndChecksTheDayOfYear) {
  std::string text = header + "2000-02-29 00:00:00.000 060     99999.00     11.00     -2.00     -3.00\n";
  EXPECT_EQ(parse(text).series.first_time(), make_time(2000, 2, 29));
  text.replace(text.find("060"), 3, "061");
  EXPECT_THAT(error_of(text), HasSubstr("ASY_x.dat:4:25: found '061', expected day of year 060"));
}

TEST(Iaga2002, EqualMinutesAreJoinedDifferentOnesReported) {
  EXPECT_TRUE(parse(header + row(0, -1) + row(0, -1)).warnings.empty());
  const auto file = parse(header + row(0, -1) + row(0, -9));
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-9}));
  EXPECT_THAT(file.warnings.at(0), HasSubstr("ASY_x.dat:5: 1 minute"));
}

TEST(Iaga2002, RefusesWithPlaceWhatWasFoundAndWhatToDo) {
  EXPECT_THAT(error_of(header + row(0, -1).substr(0, 50)),
              HasSubstr("ASY_x.dat:4:1: found '5 columns', expected 7"));
  EXPECT_THAT(error_of(header + row(0, -1) + row(1, -480).substr(0, 65)), HasSubstr("ASY_x.dat:5"));
  EXPECT_THAT(error_of(header + row(0, -2500)), HasSubstr("expected sym_h between -2000 and 500 nT"));
  EXPECT_THAT(error_of(header + "2003-11-20 17:00:30.000 324     99999.00     11.00     -2.00     -3.00\n"),
              HasSubstr(":4:12: found '17:00:30.000'"));
  EXPECT_THAT(error_of(header + "2003-11-20 17:00:00.000 324     99999.00     11.00     -2.00     -3.x0\n"),
              HasSubstr(":4:66: found '-3.x0', expected a number"));
  EXPECT_THAT(error_of(row(0, -1)), HasSubstr("expected a column line"));
  EXPECT_THAT(error_of(header), HasSubstr("no data lines"));
  EXPECT_THAT(error_of(header + "garbage\n" + row(0, -1)), HasSubstr(":4:1: found 'garbage'"));
}

TEST(Iaga2002, TolerantSkipsBadLinesAndCountsThem) {
  const auto file = parse(header + row(0, -1) + "garbage\n" + row(1, -5000) + row(2, -3), true);
  EXPECT_EQ(file.source.skipped_lines, 1U);
  EXPECT_EQ(file.source.skipped_fields, 1U) << "-5000 costs its value, not its line";
  EXPECT_EQ(file.source.rows, 3U);
}

TEST(Iaga2002, TheHeadersStatusIsBelievedAndADisagreeingFileNameReported) {
  EXPECT_THAT(parse(header + row(0, -1), false, "ASY_a_b_Q.dat").warnings.at(0),
              HasSubstr("header is believed"));
  std::string unknown = header + row(0, -1);
  unknown.replace(unknown.find("Definitive"), 10, "Whatever  ");
  EXPECT_EQ(parse(unknown, false, "ASY_a_b_P.dat").source.status, Status::provisional);
}

TEST(Iaga2002, APastedFileHasTheStatusOfEachSection) {
  std::string quick = header;
  quick.replace(quick.find("Definitive"), 10, "Quick-look");
  const auto file = parse(header + row(0, -1) + row(1, -1) + quick + row(1, -9) + row(2, -9));
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-1, -1, -9})) << "definitive wins";
  EXPECT_EQ(file.series.status, (std::vector{Status::definitive, Status::definitive, Status::quick_look}));
  EXPECT_EQ(file.source.status, Status::quick_look) << "a file is as good as its worst section";
  EXPECT_TRUE(file.warnings.empty()) << "a better status is no contradiction";
}

TEST(Iaga2002, AHeaderWithoutStatusDoesNotInheritTheOneBefore) {
  const std::string bare =
      " Format                 IAGA-2002                                    |\n"
      "DATE       TIME         DOY     ASY-D     ASY-H     SYM-D     SYM-H  |\n";
  const auto file = parse(header + row(0, -1) + bare + row(1, -1));
  EXPECT_EQ(file.series.status, (std::vector{Status::definitive, Status::unknown}));
}

TEST(Iaga2002, EverySentinelIsMissing) {
  for (const auto* sentinel : {"99999.00", "99999", "88888.00", "9999", "-99999.00", "9999.00"}) {
    const auto text = header + row(0, -1) + "2003-11-20 17:01:00.000 324     99999.00     11.00     -2.00 " +
                      sentinel + "\n";
    EXPECT_TRUE(std::isnan(parse(text).series.at("sym_h").values[1])) << sentinel;
  }
}

TEST(Iaga2002, ReadsOtherWidthsTrailingBlanksAndComments) {
  const auto file = parse(
      " Format                 IAGA-2002                                    |\n"
      " # Indices are free for science, not for trade                       |\n"
      " # a comment without a bar\n"
      "DATE       TIME         DOY     ASY-D     ASY-H     SYM-D     SYM-H  |\n"
      "2003-11-20 17:00:00.000 324    99999.00     11.00     -2.00     -3.00   \n"
      "2003-11-20 17:01:00.000 324      99999.00     11.00     -2.00     -4.00\n");
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-3, -4}));
}

TEST(Iaga2002, ReadsDataOnTheLinesOfHtmlTags) {
  const auto file =
      parse("<html><title>WDC Kyoto</title><pre>" + header + row(0, -1) + row(1, -2) + "</pre></html>");
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-1, -2}));
  auto text = "<pre>\n" + header + row(0, -1);
  text.back() = '<';
  EXPECT_EQ(parse(text + "/pre></html>\n").source.rows, 1U);
}

TEST(Iaga2002, AWebPageThatOnlySpeaksOfTheFormatIsRefusedAsOne) {
  EXPECT_THAT(error_of("<HTML><BODY>\nNo data in IAGA-2002 format for this day\n</BODY></HTML>\n"),
              HasSubstr("No data in IAGA-2002"));
  EXPECT_THAT(error_of("<!DOCTYPE html><p>IAGA-2002 is not available</p>\n"),
              HasSubstr("ASY_x.dat:1:1: found '<!DOCTYPE html>"));
}

TEST(Iaga2002, ALastLineCutInsideAValueIsRefusedThoughItReadsAsANumber) {
  const auto cut = row(1, -480).substr(0, 69);  // -480.0 for -480.00
  EXPECT_THAT(error_of(header + row(0, -1) + cut), HasSubstr("the file is cut"));
  EXPECT_THAT(error_of(header + cut), HasSubstr("the file is cut")) << "no line before to compare with";
}

TEST(Iaga2002, ColumnsThatCannotBeWhatTheHeaderSaysAreRefused) {
  const std::string swapped =
      " Format                 IAGA-2002                                    |\n"
      "DATE       TIME         DOY     SYM-D     SYM-H     ASY-D     ASY-H  |\n";
  EXPECT_THAT(error_of(swapped + row(0, -480)), HasSubstr("expected asy_d between 0 and 9998 nT"));
  EXPECT_THAT(error_of(" Format                 IAGA-2002                                    |\n"
                       "DATE       TIME         DOY     KP        AP  |\n"),
              HasSubstr("this IAGA-2002 file holds another index"));
}

TEST(Iaga2002, AnotherFormatOrBinaryDataInTheMiddleIsRefusedWhereItBegins) {
  const auto good = header + row(0, -1);
  EXPECT_THAT(error_of(good + "time,sym_h\n2003-11-20T17:01Z,-1\n"),
              HasSubstr("ASY_x.dat:5:1: found 'time,sym_h'"));
  EXPECT_THAT(error_of(good + "2003-11-20T17:01Z,-1\n"), HasSubstr("ASY_x.dat:5:1: found '1 columns'"));
  EXPECT_THAT(error_of(good + std::string("\x01\0\xFF", 3) + "\n"), HasSubstr("ASY_x.dat:5:1: found '?"));
}

TEST(Iaga2002, RefusesHourTwentyFourAndDaysThatAreNot) {
  const auto line = [](const char* stamp) {
    return header + stamp + "     99999.00     11.00     -2.00     -3.00\n";
  };
  EXPECT_THAT(error_of(line("2003-11-20 24:00:00.000 324")), HasSubstr("expected a time"));
  EXPECT_THAT(error_of(line("2003-02-29 00:00:00.000 060")), HasSubstr("expected a date"));
}

TEST(Iaga2002, TheFirstSkippedLineIsRemembered) {
  const auto file = parse(header + row(0, -1) + "garbage\n" + row(1, -5000), true);
  EXPECT_EQ(file.source.first_skipped.substr(0, 20), "5:1: found 'garbage'");
}

TEST(Iaga2002, RandomDamageNeverDoesMoreThanADataError) {
  const std::string good = header + row(0, -1) + row(1, -2) + row(2, -3);
  std::mt19937_64 generator(1);
  for (int i = 0; i < 20000; ++i) {
    std::string text = good;
    for (int k = 0; k < 3; ++k) text[generator() % text.size()] = static_cast<char>(generator() % 256);
    if (i % 2) text.resize(generator() % text.size());
    try {
      parse(text, i % 3 == 0);
    } catch (const DataError&) {
    }
  }
}

}  // namespace
}  // namespace symh
