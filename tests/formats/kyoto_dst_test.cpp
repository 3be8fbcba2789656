#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/file.h"
#include "formats/format.h"
#include "formats/load.h"
#include "formats/parse_text.h"
#include "formats/refusal.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A day of Dst whose hours are first, first - 1, ...
std::string record(const std::string& head, const std::string& base, int first) {
  std::string text = head + base;
  for (int h = 0; h < 24; ++h) text += fmt::format("{:4}", first - h);
  return text + fmt::format("{:4}\n", first - 12);
}

ParsedFile parse(const std::string& text, const ReadOptions& options = {}) {
  return parse_text("dst.dat", text, options);
}

std::string error_of(const std::string& text) { return refusal_of("dst.dat", text); }

TEST(DstRecords, StampEachHourByItsBeginning) {
  const auto file = parse(record("DST1503*17  X220", "   0", -10) + record("DST1503*18  X220", "   0", -40));
  EXPECT_EQ(file.source.format, "WDC Dst");
  EXPECT_EQ(file.series.cadence, Minutes{60});
  EXPECT_EQ(file.series.stamp, Stamp::beginning);
  EXPECT_EQ(file.series.first_time(), make_time(2015, 3, 17));
  ASSERT_EQ(file.series.size(), 48U);
  EXPECT_EQ(file.series.at("dst").values[0], -10.F);
  EXPECT_EQ(file.series.at("dst").values[23], -33.F);
  EXPECT_EQ(file.series.at("dst").values[24], -40.F);
  EXPECT_EQ(file.series.channels.size(), 1U);
  EXPECT_THAT(file.warnings, IsEmpty());
}

TEST(DstRecords, TheBaseIsInHundredsAndTheCenturyMayBeBlank) {
  const auto file = parse(record("DST8903*13  X2  ", "  -4", 50));
  EXPECT_EQ(file.series.first_time(), make_time(1989, 3, 13));
  EXPECT_EQ(file.series.at("dst").values[0], -350.F);
}

TEST(DstRecords, TheVersionIsTheStatus) {
  const auto status = [](const char* head) { return parse(record(head, "   0", 0)).source.status; };
  EXPECT_EQ(status("DST2405*10RRX020"), Status::quick_look);
  EXPECT_EQ(status("DST2105*10  X120"), Status::provisional);
  EXPECT_EQ(status("DST1505*10  X220"), Status::definitive);
  EXPECT_EQ(status("DST1505*10  X320"), Status::definitive);
  EXPECT_EQ(status("DST1505*10  X 20"), Status::unknown);
}

TEST(DstRecords, MissingHoursRunTogether) {
  auto text = record("DST2405*10RRX020", "   0", -5);
  text.replace(20 + 4 * 10, 4 * 14, std::string(4 * 14, '9'));
  const auto values = parse(text).series.at("dst").values;
  EXPECT_EQ(values[9], -14.F);
  for (std::size_t h = 10; h < 24; ++h) EXPECT_TRUE(std::isnan(values[h])) << h;
}

TEST(DstRecords, RefuseWhatCannotBe) {
  const auto good = record("DST1503*17  X220", "   0", -10);
  EXPECT_THAT(error_of(good.substr(0, 100)),
              HasSubstr("dst.dat:1:101: found '100 characters', expected a record of 120"));
  EXPECT_THAT(error_of(record("DST1513*17  X220", "   0", -10)),
              HasSubstr("dst.dat:1:4: found '1513*17  X220'"));
  auto word = good;
  word.replace(24, 4, " abc");
  EXPECT_THAT(error_of(word), HasSubstr("dst.dat:1:25: found ' abc', expected a whole number"));
  EXPECT_THAT(error_of(record("DST1503*17  X220", " -30", -10)), HasSubstr("dst.dat:1:21"));
}

TEST(DstRecords, TolerantDropsTheFieldAndKeepsItsDay) {
  auto text = record("DST1503*17  X220", "   0", -10);
  text.replace(24, 4, " abc");
  const auto file = parse(text, {.tolerant = true});
  EXPECT_EQ(file.source.skipped_fields, 1U);
  EXPECT_TRUE(std::isnan(file.series.at("dst").values[1]));
  EXPECT_EQ(file.series.at("dst").values[2], -12.F);
}

TEST(DstRecords, StandBesideMinutesAsDstOfACsvDoes) {
  const TemporaryFolder folder;
  std::string wind = "time,bz_gsm\n";
  for (int m = 0; m < 180; ++m) wind += fmt::format("2015-03-17T{:02}:{:02}Z,{}\n", m / 60, m % 60, m);
  write_file_atomically(folder.path() / "wind.csv", wind);
  write_file_atomically(folder.path() / "dst.dat", record("DST1503*17  X220", "   0", -10));
  const auto series = load({folder.path().string()}).series;
  EXPECT_EQ(series.cadence, Minutes{1});
  EXPECT_EQ(series.size(), 180U);
  EXPECT_EQ(series.at("dst").values[60], -10.F) << "known at the end of its hour";
  EXPECT_EQ(series.at("dst").values[120], -11.F);
  EXPECT_TRUE(std::isnan(series.at("dst").values[61]));
}

std::string page(const std::string& kind, const std::string& month, const std::string& rows) {
  return "<html><body><pre>\n                  WDC for Geomagnetism, Kyoto\n"
         "                Hourly Equatorial Dst Values (" +
         kind + ")\n                                    " + month +
         "\nunit=nT                                                                                      UT\n"
         "     1   2   3   4   5   6   7   8    9  10  11  12  13  14  15  16   17  18  19  20  21  22  23  "
         "24\nDAY\n" +
         rows + "</pre></body></html>\n";
}

std::string page_row(int day, int first) {
  auto text = fmt::format("{:2} ", day);
  for (int h = 0; h < 24; ++h) text += fmt::format("{}{:4}", h == 8 || h == 16 ? " " : "", first - h);
  return text + "\n";
}

TEST(DstPage, ReadsTheTableOfAMonth) {
  auto cut = page_row(2, -30);
  cut.replace(cut.size() - 9, 8, "99999999");
  const auto file = parse(page("REAL-TIME", "MAY   2024", page_row(1, -5) + cut));
  EXPECT_EQ(file.source.format, "Kyoto Dst page");
  EXPECT_EQ(file.source.status, Status::quick_look);
  EXPECT_EQ(file.series.first_time(), make_time(2024, 5, 1));
  const auto& values = file.series.at("dst").values;
  ASSERT_EQ(values.size(), 48U);
  EXPECT_EQ(values[0], -5.F);
  EXPECT_EQ(values[8], -13.F);
  EXPECT_EQ(values[23], -28.F);
  EXPECT_EQ(values[45], -51.F);
  EXPECT_TRUE(std::isnan(values[46]));
  EXPECT_TRUE(std::isnan(values[47]));
}

TEST(DstPage, RefusesACutRowAndAWrongDay) {
  EXPECT_THAT(error_of(page("FINAL", "FEBRUARY   2024", page_row(30, -5))), HasSubstr("a day of the month"));
  EXPECT_THAT(error_of(page("FINAL", "MAY   2024", page_row(3, -5).substr(0, 60) + "\n")),
              HasSubstr("found '60 characters', expected a day and 24 values in 101"));
}

}  // namespace
}  // namespace symh
