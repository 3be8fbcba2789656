#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/file.h"
#include "formats/load.h"
#include "formats/parse_text.h"
#include "formats/refusal.h"
#include "formats/text/observatory_header.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string header_line(const std::string& key, const std::string& value) {
  return fmt::format(" {:<23}{:<45}|\n", key, value);
}

/// The header of Hermanus, as INTERMAGNET writes it.
std::string header(const std::string& columns, const std::string& data_type = "variation",
                   const std::string& code = "HER") {
  return header_line("Format", "IAGA-2002") +
         header_line("Source of Data", "South African National Space Agency") +
         header_line("Station Name", "Hermanus") + header_line("IAGA CODE", code) +
         header_line("Geodetic Latitude", "-34.425") + header_line("Geodetic Longitude", "19.225") +
         header_line("Elevation", "26") + header_line("Reported", "HDZF") +
         header_line("Data Interval Type", "1-minute (00:30-01:29)") + header_line("Data Type", data_type) +
         header_line("# A comment of the institute", "") + columns;
}

/// A line of columns such as `DATE TIME DOY HERH HERD HERZ HERF |`.
std::string columns(const std::vector<std::string>& names) {
  std::string line = "DATE       TIME         DOY  ";
  for (const auto& name : names) line += fmt::format("   {:<7}", name);
  return line + "|\n";
}

const std::string hdzf = columns({"HERH", "HERD", "HERZ", "HERF"});

/// A line of 10 May 2024.
std::string row(const std::string& clock, const std::vector<double>& values) {
  auto line = fmt::format("2024-05-10 {} 131   ", clock);
  for (const double value : values) line += fmt::format("{:10.2f}", value);
  return line + "\n";
}

std::string minute(int number, double h_nt) {
  return row(fmt::format("{:02}:{:02}:00.000", number / 60, number % 60), {h_nt, -1500.25, -20000, 25000});
}

ParsedFile parse(const std::string& text, const ReadOptions& options = {}) {
  return parse_text("her.min", text, options);
}

std::string error_of(const std::string& text) { return refusal_of("her.min", text); }

TEST(ObservatoryFile, GivesHAndItsStatus) {
  const auto file =
      parse(header(hdzf) + minute(0, 11000.25) + minute(1, 99999) + minute(2, 88888) + minute(3, 11001.5));
  EXPECT_EQ(file.source.format, "IAGA-2002 of an observatory");
  ASSERT_EQ(file.series.channels.size(), 1U);
  const auto& h = file.series.at("h_her").values;
  EXPECT_EQ(h[0], 11000.25F);
  EXPECT_TRUE(std::isnan(h[1]) && std::isnan(h[2])) << "missing, and not recorded";
  EXPECT_EQ(h[3], 11001.5F);
  EXPECT_EQ(file.series.cadence, Minutes{1});
  EXPECT_EQ(file.series.first_time(), make_time(2024, 5, 10));
  EXPECT_EQ(file.series.status[0], Status::quick_look);
  EXPECT_EQ(file.source.status, Status::quick_look);
  EXPECT_THAT(file.warnings, IsEmpty());
  EXPECT_THAT(file.notes, IsEmpty());
}

TEST(ObservatoryFile, TheDataTypeGivesTheStatus) {
  const auto status = [](const std::string& type) {
    return parse(header(hdzf, type) + minute(0, 11000)).series.status[0];
  };
  for (const auto* type : {"variation", "Reported", "adjusted", "Provisional"})
    EXPECT_EQ(status(type), Status::quick_look) << type;
  EXPECT_EQ(status("quasi-definitive"), Status::provisional);
  EXPECT_EQ(status("Quasi_definitive"), Status::provisional);
  EXPECT_EQ(status("Definitive"), Status::definitive);
  EXPECT_EQ(status("something"), Status::unknown);
}

TEST(ObservatoryFile, HStandsInAnyColumn) {
  const auto h_of = [](const std::vector<std::string>& names, const std::vector<double>& values) {
    const auto file = parse(header(columns(names)) + row("00:00:00.000", values));
    EXPECT_EQ(file.source.format, "IAGA-2002 of an observatory");
    return file.series.at("h_her").values[0];
  };
  EXPECT_EQ(h_of({"HERD", "HERH", "HERZ", "HERF"}, {-1500, 11000, -20000, 25000}), 11000.F);
  EXPECT_EQ(h_of({"HERD", "HERH", "HERI", "HERF"}, {-1500, 11000, -3900, 25000}), 11000.F);
  EXPECT_EQ(h_of({"HERH"}, {11000}), 11000.F);
  EXPECT_EQ(h_of({"HERH", "HERNUL", "HERNUL", "HERNUL"}, {11000, 88888, 88888, 88888}), 11000.F)
      << "USGS pads";
  EXPECT_EQ(h_of({"HERX", "HERY", "HERZ", "HERG"}, {3000, -4000, 10, 99999}), 5000.F);
  EXPECT_EQ(h_of({"HERX", "HERY", "HERZ", "HERH"}, {3000, -4000, 10, 4999}), 4999.F)
      << "H itself comes first";
}

TEST(ObservatoryFile, OfXAndYSaysThatHIsComputed) {
  const auto xyzf = columns({"HERX", "HERY", "HERZ", "HERF"});
  const auto file =
      parse(header(xyzf) + row("00:00:00.000", {3000, 4000, 1, 2}) +
            row("00:01:00.000", {99999, 4000, 1, 2}) + row("00:02:00.000", {3000, 99999, 1, 2}));
  EXPECT_THAT(file.notes, ElementsAre("her.min: h_her is sqrt(X^2 + Y^2) of the columns HERX and HERY"));
  const auto& h = file.series.at("h_her").values;
  EXPECT_EQ(h[0], 5000.F);
  EXPECT_TRUE(std::isnan(h[1]) && std::isnan(h[2]));
  EXPECT_THAT(error_of(header(xyzf) + row("00:00:00.000", {0, 0, 1, 2})),
              HasSubstr("her.min:13:37: found 'H = sqrt(X^2 + Y^2) = 0', expected H between 0 and 80000 nT"));
}

TEST(ObservatoryFile, WithoutAHorizontalFieldIsRefused) {
  EXPECT_THAT(
      error_of(header(columns({"HERD", "HERI", "HERF"})) + row("00:00:00.000", {1, 2, 3})),
      HasSubstr("her.min:12:31: found 'HERD      HERI      HERF   |', expected a column of H, or columns "
                "of X and Y; symh uses the horizontal field"));
}

TEST(ObservatoryFile, ImpossibleValuesAreRefusedOrCostTheFieldAlone) {
  for (const auto& [value, shown] : std::vector<std::pair<double, std::string>>{
           {-11000, "-11000.00"}, {0, "0.00"}, {80000, "80000.00"}, {77777777, "77777777.00"}})
    EXPECT_THAT(error_of(header(hdzf) + minute(0, 11000) + minute(1, value)),
                HasSubstr(fmt::format(
                    "found '{}', expected H between 0 and 80000 nT, or 99999.00 for missing", shown)));
  EXPECT_THAT(error_of(header(hdzf) + minute(0, 11000) + minute(1, -11000)), HasSubstr("her.min:14:32: "));
  const auto file =
      parse(header(hdzf) + minute(0, 11000) + minute(1, -11000) + minute(2, 11002), {.tolerant = true});
  EXPECT_EQ(file.source.skipped_fields, 1U);
  EXPECT_EQ(file.source.skipped_lines, 0U);
  EXPECT_EQ(file.series.size(), 3U);
  EXPECT_TRUE(std::isnan(file.series.at("h_her").values[1]));
}

TEST(ObservatoryFile, TheHeaderMustNameTheObservatoryOfTheColumns) {
  EXPECT_THAT(
      error_of(header(columns({"KAKH", "KAKD", "KAKZ", "KAKF"})) + minute(0, 30000)),
      HasSubstr("her.min:12:31: found 'KAK', expected the columns of HER, the IAGA code of the header"));
  EXPECT_THAT(
      error_of(header(columns({"HERH", "KAKH"})) + row("00:00:00.000", {1, 2})),
      HasSubstr("expected the columns of one observatory; put each observatory into a file of its own"));
  EXPECT_EQ(parse(header(hdzf, "variation", "her") + minute(0, 11000)).series.size(), 1U) << "small letters";
  EXPECT_EQ(parse(hdzf + minute(0, 11000)).series.at("h_her").values[0], 11000.F) << "no header at all";
}

TEST(ObservatoryFile, DailyFilesInOneTextKeepTheirStatus) {
  auto next_day = minute(0, 11100);
  next_day.replace(0, 27, "2024-05-11 00:00:00.000 132");
  const auto file =
      parse(header(hdzf, "definitive") + minute(0, 11000) + header(hdzf, "variation") + next_day);
  ASSERT_EQ(file.series.size(), 1441U);
  EXPECT_EQ(file.series.status.front(), Status::definitive);
  EXPECT_EQ(file.series.status.back(), Status::quick_look);
  EXPECT_EQ(file.series.at("h_her").values.back(), 11100.F);
  EXPECT_EQ(file.source.status, Status::quick_look) << "the lowest one";
  const auto other = header(columns({"KAKH", "KAKD", "KAKZ", "KAKF"}), "variation", "KAK");
  EXPECT_THAT(
      error_of(header(hdzf) + minute(0, 11000) + other + minute(1, 30000)),
      HasSubstr("her.min:17:1: found 'KAK', expected HER, as before in this file; put each observatory "
                "into a file of its own"));
}

TEST(ObservatoryFile, SecondsAreAveragedToMinutes) {
  std::string text = header(hdzf);
  for (int second = 0; second < 120; ++second)
    text += row(fmt::format("00:{:02}:{:02}.000", second / 60, second % 60),
                {second < 60 ? 11000 + second % 2 : 99999.0, 1, 2, 3});
  const auto file = parse(text);
  EXPECT_EQ(file.series.cadence, Minutes{1});
  ASSERT_EQ(file.series.size(), 2U);
  EXPECT_EQ(file.series.at("h_her").values[0], 11000.5F);
  EXPECT_TRUE(std::isnan(file.series.at("h_her").values[1]));
  EXPECT_EQ(file.series.status[0], Status::quick_look);
  EXPECT_THAT(file.notes, ElementsAre("her.min: 120 samples finer than a minute are averaged to 2 minutes"));
}

TEST(ObservatoryFile, SecondsAmongMinutesAreRefusedButTheLeapSecondCounts) {
  EXPECT_THAT(error_of(header(hdzf) + minute(0, 11000) + row("00:01:30.000", {11000, 1, 2, 3})),
              HasSubstr("her.min:14:12: found '00:01:30.000', expected a time hh:mm:00.000"));
  EXPECT_THAT(error_of(header(hdzf) + "2024-05-10 00:00:00.000 130   " + std::string(10, ' ') +
                       "1.00 1.00 1.00 1.00\n"),
              HasSubstr("found '130', expected day of year 131"));
  auto leap = row("23:58:00.000", {11000, 1, 2, 3}) + row("23:59:00.000", {11010, 1, 2, 3}) +
              row("23:59:60.000", {11020, 1, 2, 3});
  for (auto at = leap.find("2024-05-10"); at != std::string::npos; at = leap.find("2024-05-10"))
    leap.replace(at, 10, "2016-12-31");
  for (auto at = leap.find(" 131 "); at != std::string::npos; at = leap.find(" 131 "))
    leap.replace(at, 5, " 366 ");
  const auto file = parse(header(hdzf) + leap);
  EXPECT_THAT(file.series.at("h_her").values, ElementsAre(11000.F, 11015.F));
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("a leap second (23:59:60)")));
}

TEST(ObservatoryFile, HourlyMeansGetTheirCadenceFromTheStamps) {
  std::string text = header(hdzf);
  for (int hour = 0; hour < 6; ++hour) text += minute(hour * 60 + 30, 11000 + hour);
  const auto file = parse(text);
  EXPECT_EQ(file.series.cadence, Minutes{60});
  EXPECT_EQ(file.series.first_time(), make_time(2024, 5, 10));
  EXPECT_THAT(file.warnings, ElementsAre(HasSubstr("the middle of each hour")));
}

TEST(ObservatoryFile, ACutLastValueIsRefused) {
  const auto h_alone = columns({"HERH"});
  const auto line = row("00:01:00.000", {11001.25});
  const auto cut = line.substr(0, line.size() - 3);
  EXPECT_THAT(error_of(header(h_alone) + row("00:00:00.000", {11000}) + cut),
              HasSubstr("found 'the end of the file', expected the rest of the line; the file is cut"));
}

TEST(ObservatoryFile, OfAnUnknownObservatoryOrAnotherPlaceSaysSo) {
  auto text = header(columns({"XYYH"}), "variation", "XYY") + row("00:00:00.000", {20000});
  EXPECT_THAT(parse(text).notes,
              ElementsAre("her.min: symh's table of observatories has no XYY; its H is the channel h_xyy"));
  auto moved = header(hdzf) + minute(0, 11000);
  moved.replace(moved.find("-34.425"), 7, "51.000 ");
  EXPECT_THAT(
      parse(moved).warnings,
      ElementsAre(HasSubstr("the header places HER at latitude 51.00, longitude 19.23 (east), but Hermanus "
                            "is at -34.43")));
}

TEST(ObservatoryFile, IsReadFromAFolderBesideAnotherObservatory) {
  const TemporaryFolder folder;
  write_file_atomically(folder.path() / "her.min", header(hdzf) + minute(0, 11000) + minute(1, 11001));
  auto kak = header(columns({"KAKX", "KAKY", "KAKZ", "KAKF"}), "definitive", "KAK");
  kak.replace(kak.find("-34.425"), 7, "36.232 ");
  kak.replace(kak.find("19.225"), 7, "140.186");
  write_file_atomically(folder.path() / "kak.min", kak + row("00:00:00.000", {29000, -3000, 35000, 46000}) +
                                                       row("00:01:00.000", {29001, -3000, 35000, 46000}));
  const auto data = load({folder.path().string()});
  EXPECT_THAT(data.series.at("h_her").values, ElementsAre(11000, 11001));
  EXPECT_NEAR(data.series.at("h_kak").values[1], std::hypot(29001, 3000), 0.01);
  EXPECT_THAT(data.warnings, IsEmpty());
}

TEST(ObservatoryFile, IndicesAreNoObservatory) {
  EXPECT_EQ(code_of_column("HERH"), "HER");
  for (const auto* name : {"SYM-H", "SYMH", "ASYD", "DST", "AE", "HER", "HERQ", "HER-", "HERHH"})
    EXPECT_EQ(code_of_column(name), "") << name;
  const auto indices = header_line("Format", "IAGA-2002") + header_line("IAGA CODE", "ASY") +
                       "DATE       TIME         DOY     ASY-D     ASY-H     SYM-D     SYM-H  |\n" +
                       row("00:00:00.000", {1, 2, 3, -4});
  EXPECT_EQ(parse(indices).source.format, "IAGA-2002");
}

TEST(ObservatoryHeader, TellsCodeInstituteAndPlace) {
  const auto read = read_observatory_header(header(hdzf) + minute(0, 11000));
  EXPECT_EQ(read.code, "HER");
  EXPECT_EQ(read.name, "Hermanus");
  EXPECT_EQ(read.source, "South African National Space Agency");
  EXPECT_EQ(read.data_type, "variation");
  EXPECT_NEAR(read.latitude_degrees, -34.425, 1e-5);
  EXPECT_NEAR(read.longitude_degrees, 19.225, 1e-5);
  EXPECT_TRUE(std::isnan(read_observatory_header(hdzf).latitude_degrees));
}

}  // namespace
}  // namespace symh
