// CSV as other programs write it: stamps, delimiters, headers.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "csv_reading.h"

namespace symh {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Reads twenty minutes from 2019-05-03T00:05 on, stamped by `stamp(minute)`; later lines take the fast way.
template <class Stamp>
ParsedFile twenty_minutes(const std::string& header, const Stamp& stamp) {
  std::string text = header + "\n";
  for (int minute = 5; minute < 25; ++minute) text += stamp(minute) + fmt::format("{}\n", -minute);
  auto file = read_csv(text);
  EXPECT_EQ(file.series.size(), 20U) << text;
  EXPECT_EQ(file.series.cadence, Minutes{1}) << text;
  EXPECT_EQ(file.series.first_time(), make_time(2019, 5, 3, 0, 5)) << text;
  EXPECT_EQ(file.series.at("sym_h").values[19], -24.F) << text;
  return file;
}

TEST(CsvDialects, ReadTheStampsOfOtherPrograms) {
  for (const auto* pattern :
       {"2019-05-03T00:{:02}Z", "2019-05-03 00:{:02}:00.000", "2019-05-03 00:{:02}:00 UTC",
        "2019/05/03 00:{:02}", "2019-123T00:{:02}Z", "2019123T00{:02}Z", "20190503T00{:02}",
        "20190503 00:{:02}", "201905030{:03}", "2019-05-03/00:{:02}:00", "2019-5-3 0:{}",
        "2019-W18-5T00:{:02}Z", "2019-05-03T02:{:02}+02:00", "2019-05-02T22:{:02}:00-02",
        "2019.05.03 00:{:02}"})
    twenty_minutes("time,sym_h",
                   [&](int minute) { return fmt::format(fmt::runtime(pattern), minute) + ","; });
}

TEST(CsvDialects, ReadCountsSince1970AndSayWhichUnit) {
  for (const auto& [unit, scale] :
       {std::pair{"seconds", 1LL}, std::pair{"milliseconds", 1000LL}, std::pair{"microseconds", 1'000'000LL},
        std::pair{"nanoseconds", 1'000'000'000LL}}) {
    const auto file = twenty_minutes("epoch,sym_h", [&, scale = scale](int minute) {
      return fmt::format("{},", (1556841600LL + 60 * minute) * scale);
    });
    EXPECT_THAT(file.warnings, ElementsAre(HasSubstr(fmt::format("read as {} since 1970", unit))));
  }
  EXPECT_EQ(format_time(parse_text("a.csv", "time,sym_h\n2019050307,-1\n", {}).series.first_time()),
            "2019-05-03T07:00:00Z")
      << "a date and an hour, not seconds of the year 2033";
  EXPECT_THAT(refusal("time,sym_h\n2019050360,-1\n"), HasSubstr("expected a time such as"));
  EXPECT_THAT(refusal("time,sym_h\n0,-1\n1,-2\n"), HasSubstr("a.csv:2:1"));
}

TEST(CsvDialects, ReadStampsInSeveralColumns) {
  twenty_minutes("Year,Month,Day,Hour,Minute,sym_h", [](int m) { return fmt::format("2019,5,3,0,{},", m); });
  twenty_minutes("YYYY;DOY;HR;MN;sym_h", [](int m) { return fmt::format("2019;123;0;{};", m); });
  twenty_minutes("date,time,sym_h", [](int m) { return fmt::format("2019-05-03,00:{:02}:00,", m); });
  twenty_minutes("date\thour\tminute\tsym_h", [](int m) { return fmt::format("2019/05/03\t0\t{}\t", m); });
  const auto file =
      twenty_minutes("YEAR DAY HR MN sym_h", [](int m) { return fmt::format("2019 123  0 {:2} ", m); });
  EXPECT_THAT(file.warnings, Contains(HasSubstr("'DAY' is the day of the year")));
  EXPECT_THAT(refusal("year,month,day,sym_h\n2019,2,29,-1\n"),
              HasSubstr("a day that the month or the year has"));
  EXPECT_THAT(refusal("year,month,day,hour,sym_h\n2019,2,28,25,-1\n"), HasSubstr("a.csv:2:11: found '25'"));
  EXPECT_THAT(refusal("date,hhmm,sym_h\n2019-05-03,5,-1\n"), HasSubstr("found '5', expected a time of day"));
}

TEST(CsvDialects, ReadTheTimeColumnUnderItsUsualNames) {
  for (const auto* name : {"time", "Time", "datetime", "date", "timestamp", "time_tag", "epoch", "UTC",
                           "Time (UTC)", "Date/Time", "TIMESTAMP", "isotime"})
    twenty_minutes(std::string(name) + ",sym_h",
                   [](int m) { return fmt::format("2019-05-03 00:{:02}Z,", m); });
  twenty_minutes(",sym_h", [](int m) { return fmt::format("2019-05-03 00:{:02}:00+00:00,", m); });
  const auto file =
      twenty_minutes("Time (UTC),sym_h", [](int m) { return fmt::format("2019-05-03 00:{:02},", m); });
  EXPECT_THAT(file.warnings, IsEmpty()) << "the zone is known";
}

TEST(CsvDialects, ReadDelimitersAndDecimalCommas) {
  const auto stamp = [](int m) { return fmt::format("2019-05-03T00:{:02}Z", m); };
  twenty_minutes("time\tsym_h", [&](int m) { return stamp(m) + "\t"; });
  twenty_minutes("time   sym_h", [&](int m) { return stamp(m) + "   "; });
  twenty_minutes("  time                  sym_h",
                 [&](int m) { return fmt::format("  2019-05-03 00:{:02}:00  ", m); });
  const auto file = twenty_minutes("time;bz_gsm;speed;sym_h",
                                   [&](int m) { return stamp(m) + fmt::format(";-3,{};400;", m); });
  EXPECT_EQ(file.series.at("bz_gsm").values[0], -3.5F);
  EXPECT_EQ(file.series.at("bz_gsm").values[19], -3.24F);
  EXPECT_THAT(file.warnings, Contains(HasSubstr("decimal commas")));
  EXPECT_THAT(refusal("time;bz_gsm\n2019-05-03T00:05Z;-3,5\n2019-05-03T00:06Z;-3.5\n"),
              HasSubstr("a.csv:3:19: found '-3.5', expected a number with a decimal comma"));
  EXPECT_THAT(refusal("time sym_h bz_gsm\n2019-05-03T00:05Z -3\n"), HasSubstr("found '2 fields'"));
}

TEST(CsvDialects, ReadWordsForMissing) {
  std::string text = "time,sym_h\n";
  int minute = 0;
  for (const auto* word :
       {"-1", "NULL", "null", "None", "N/A", "NAN", "<NA>", "-", "n/a", "#N/A", "NaN", "-2", "\"\""})
    text += fmt::format("2019-05-03T00:{:02}Z,{}\n", minute++, word);
  text += std::string("2019-05-03T01:00Z,-3\n");
  const auto values = read_csv(text).series.at("sym_h").values;
  EXPECT_EQ(values[0], -1.F);
  for (std::size_t row = 1; row < 11; ++row) EXPECT_TRUE(std::isnan(values[row])) << row;
  EXPECT_EQ(values[11], -2.F);
  EXPECT_TRUE(std::isnan(values[12]));
}

TEST(CsvDialects, ReadAnyNumberOfCommentsAndAHeaderInAComment) {
  const auto line = [](int m) { return fmt::format("2019-05-03T00:{:02}Z,", m); };
  twenty_minutes("# made by hand\n\n# from IAGA-2002 files\n# time is UTC, all of it\ntime,sym_h", line);
  twenty_minutes("# made by hand\n# time,sym_h", line);
  twenty_minutes("#" + std::string(20'000, '-') + "\ntime,sym_h", line);
}

TEST(CsvDialects, AverageSamplesFinerThanAMinuteAndSaySo) {
  std::string text = "time,bz_gsm,b_total\n";
  for (int second = 14; second < 600; second += 16)
    text += fmt::format("2019-05-03 00:{:02}:{:02}Z,{},{}\n", second / 60, second % 60, second / 60,
                        second % 60 > 30 ? "" : "5");
  const auto file = read_csv(text);
  EXPECT_EQ(file.series.size(), 10U);
  EXPECT_EQ(file.series.cadence, Minutes{1});
  for (std::size_t minute = 0; minute < 10; ++minute) {
    EXPECT_EQ(file.series.at("bz_gsm").values[minute], static_cast<float>(minute));
    EXPECT_EQ(file.series.at("b_total").values[minute], 5.F) << "the mean of those that are there";
  }
  EXPECT_THAT(file.warnings,
              ElementsAre(HasSubstr("37 samples finer than a minute are averaged to 10 minutes")));
}

TEST(CsvDialects, AverageTheSampleOfTheWholeMinuteToo) {
  const auto file = read_csv(
      "time,bz_gsm\n2019-05-03T00:00:00Z,1\n2019-05-03T00:00:30Z,3\n2019-05-03T00:01:00Z,5\n"
      "2019-05-03T00:01:30.5Z,9\n2019-05-03T00:02:00Z,4\n2019-05-03T00:03:00Z,4\n");
  EXPECT_EQ(file.series.at("bz_gsm").values, (std::vector<float>{2, 7, 4, 4}));
}

TEST(CsvDialects, ALeapSecondBelongsToTheMinuteBefore) {
  const auto file = read_csv(
      "time,bz_gsm\n2016-12-31T23:58:00Z,1\n2016-12-31T23:59:00Z,2\n2016-12-31T23:59:60Z,4\n"
      "2017-01-01T00:00:00Z,5\n");
  EXPECT_EQ(file.series.at("bz_gsm").values, (std::vector<float>{1, 3, 5}));
  EXPECT_THAT(refusal("time,bz_gsm\n2016-12-31T23:58:60Z,1\n"), HasSubstr("a.csv:2:1"));
}

constexpr const char* hapi_header =
    "#{\n# \"HAPI\": \"3.0\", \"parameters\": [\n"
    "# {\"name\": \"Time\", \"type\": \"isotime\", \"units\": \"UTC\", \"fill\": null},\n"
    "# {\"name\": \"SYM_H\", \"units\": \"nT\", \"fill\": \"777\"},\n"
    "# {\"name\": \"B\", \"units\": [\"nT\", \"nT\"], \"fill\": \"-1e31\", \"size\": [2], \"label\": [\"Bx "
    "GSE\", "
    "\"Bz GSM\"]}\n# ]}\n";

TEST(CsvDialects, ReadASavedHapiAnswerWithItsHeader) {
  const std::string data =
      "2019-05-03T00:00:00.000Z,-31,1,-2.5\n2019-05-03T00:01:00.000Z,777,1,-2\n"
      "2019-05-03T00:02:00.000Z,-33,1,-1e31\n";
  const auto file = read_csv(hapi_header + data);
  ASSERT_EQ(file.series.size(), 3U);
  EXPECT_EQ(file.series.at("sym_h").values[0], -31.F);
  EXPECT_TRUE(std::isnan(file.series.at("sym_h").values[1]));
  EXPECT_EQ(file.series.at("bz_gsm").values[1], -2.F);
  EXPECT_TRUE(std::isnan(file.series.at("bz_gsm").values[2]));
  EXPECT_THAT(file.warnings, Contains(HasSubstr("sym_h: 1 value is a fill value (777)")));
  const std::string later = "2019-05-03T00:03:00.000Z,-34,1,-1\n";
  EXPECT_EQ(read_csv(hapi_header + data + hapi_header + later).series.size(), 4U) << "two answers in a file";
  std::string other = hapi_header;
  other.replace(other.find("777"), 3, "888");
  EXPECT_THAT(refusal(hapi_header + data + other + later), HasSubstr("found 'another HAPI header'"));
}

TEST(CsvDialects, RefuseADamagedHapiHeader) {
  const std::string line = "2019-05-03T00:00Z,-31\n";
  EXPECT_THAT(refusal("#{\"parameters\": [{\"name\": \"Time\"}, {\"name\": \"SYM_H\"\n" + line),
              HasSubstr("a.csv:1:1"));
  EXPECT_THAT(refusal("#{\"parameters\": 3}\n" + line), HasSubstr("a.csv:1:1"));
  EXPECT_THAT(refusal("#{\"parameters\": [{\"name\": \"Time\"}, {\"name\": \"B\", \"size\": [4294967296, "
                      "4294967296]}]}\n" +
                      line),
              HasSubstr("a.csv:1:1"));
  EXPECT_THAT(
      refusal("#{\"parameters\": [{\"name\": \"Time\"}, {\"name\": \"SYM_H\", \"units\": \"T\"}]}\n" + line),
      HasSubstr("expected sym_h in nT"));
}

}  // namespace
}  // namespace symh
