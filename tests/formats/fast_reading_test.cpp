#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "core/error.h"
#include "formats/format.h"
#include "formats/text/fixed_columns.h"
#include "formats/text/line_reader.h"
#include "formats/text/writers.h"

namespace symh {
namespace {

/// Everything a reader gives or says, every bit of it.
std::string outcome(const char* format, const std::string& text, bool tolerant, bool careful) try {
  auto parsed =
      format_named(format).parse({text, "ASY_a_b_P.dat"}, {.tolerant = tolerant, .careful = careful});
  const auto& series = parsed.series;
  std::string all =
      fmt::format("{} {} {} {} {}\n", series.cadence.count(), parsed.source.rows, parsed.source.skipped_lines,
                  parsed.source.first_skipped, static_cast<int>(parsed.source.status));
  for (const auto& warning : parsed.warnings) all += warning + "\n";
  for (const auto& segment : series.segments)
    all += fmt::format("{} {} {}\n", segment.start.time_since_epoch().count(), segment.first, segment.count);
  for (const auto status : series.status) all += static_cast<char>('0' + static_cast<int>(status));
  for (const auto& channel : series.channels) {
    all += channel.name;
    for (float value : channel.values) {
      if (std::isnan(value)) value = missing;
      all.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
  }
  return all;
} catch (const DataError& error) {
  return error.what();
}

std::string repeat_with_line_end(const std::string& text, const std::string& end) {
  std::string changed;
  for (const char c : text) changed += c == '\n' ? end : std::string(1, c);
  return changed;
}

std::string iaga(std::size_t rows, const std::string& end = "\n") {
  std::mt19937 generator(5);
  Series series;
  series.segments.push_back({make_time(2000, 2, 28, 23, 55), 0, rows});
  for (std::size_t i = 0; i < rows; ++i)
    series.status.push_back(i < rows / 2 ? Status::definitive : Status::quick_look);
  for (const auto* name : {"asy_d", "asy_h", "sym_d", "sym_h"})
    for (auto& value : series.add(name).values)
      value = generator() % 6 == 0 ? missing
                                   : static_cast<float>(generator() % 40000) / (name[0] == 'a' ? 7 : -200);
  return repeat_with_line_end(write_iaga2002(series), end);
}

std::string six_columns() {
  std::string text =
      " Format                 IAGA-2002                                    |\n"
      "DATE       TIME         DOY     AE        SYM-H     ASY-D     XX        ASY-H     SYM-D |\n";
  for (int i = 0; i < 12; ++i)
    text += fmt::format("2003-12-31 23:{:02}:00.000 365   {:10.2f}{:10.2f}{:10.2f}{:10.2f}{:10.2f}{:10.2f}\n",
                        40 + i, 7.0 * i, -3.5 * i, 1.0 * i, 99999.0, 88888.0, -0.001);
  return text;
}

std::string csv(const std::string& stamp_end) {
  std::string text = "a,time,sym_h,speed\n";
  for (int i = 0; i < 14; ++i)
    text += fmt::format("{},2003-11-20T23:{:02}{},{},{}\n", i % 5 == 0 ? "" : "-1.25", 40 + i, stamp_end,
                        i % 4 == 0 ? "" : fmt::format("{}", -7.5 * i), 400 + i);
  return text;
}

std::string wdc() {
  std::string text;
  for (const auto* index : {"ASY", "SYM"})
    for (int hour = 7; hour < 9; ++hour) {
      text += fmt::format("ASYSYM N6E01031120H{:02}{}WDCC2KYOTO", hour, index);
      for (int m = 0; m < 60; ++m)
        text += m % 7 == 0 ? " 99999" : fmt::format("{:6}", m * (hour == 8 ? 1 : 5));
      text += " 99999\n";
    }
  return text;
}

std::string omni() {
  std::string text;
  for (int i = 0; i < 3; ++i)
    text +=
        fmt::format("2003 324 17{:3} 71 71  21  32   0   2500     12  0.10     64", 30 + i) +
        "    7.06    4.40   -1.00    2.00   -4.04  -99.00    1.00    2.00   431.8  -431.0     1.0    -2.0" +
        "   5.60   95923.  2.09   1.74   0.86   9.9" + "   10.00   20.00   30.00   40.00   50.00   60.00" +
        "   100   -60    40   -11   -22    33    44   1.20  6.6\n";
  return text;
}

struct Sample {
  const char* format;
  std::string text;
};

std::vector<Sample> samples() {
  return {{"IAGA-2002", iaga(24)},
          {"IAGA-2002", iaga(14, "\r\n")},
          {"IAGA-2002", iaga(14, "  \n")},
          {"IAGA-2002", six_columns()},
          {"IAGA-2002", iaga(9) + iaga(9)},
          {"IAGA-2002", "<pre>" + iaga(9) + "</pre>\n"},
          {"CSV", csv(":00Z")},
          {"CSV", csv("")},
          {"CSV", repeat_with_line_end(csv(":00.000"), "\r\n")},
          {"WDC", wdc()},
          {"OMNI", omni()}};
}

void expect_same_outcome(const Sample& sample, const std::string& text, std::size_t at) {
  for (const bool tolerant : {false, true})
    ASSERT_EQ(outcome(sample.format, text, tolerant, false), outcome(sample.format, text, tolerant, true))
        << sample.format << " changed at " << at << ":\n"
        << text;
}

TEST(FastReading, ReadsTheSamplesThemselves) {
  for (const auto& sample : samples()) {
    const auto read = outcome(sample.format, sample.text, false, false);
    EXPECT_EQ(read.find("expected"), std::string::npos) << read;
    expect_same_outcome(sample, sample.text, 0);
  }
}

TEST(FastReading, GivesWhatCarefulReadingGivesWhateverCharacterIsChangedOrLost) {
  constexpr std::string_view others = "9-. :\t\r\n<,\"T0";
  for (const auto& sample : samples())
    for (std::size_t at = 0; at < sample.text.size(); ++at) {
      auto text = sample.text;
      if (at % 3 == 0)
        text[at] = others[at / 3 % others.size()];
      else if (at % 3 == 1)
        text[at] = static_cast<char>(text[at] ^ (1 << at / 3 % 8));
      else
        text.erase(at, 1);
      expect_same_outcome(sample, text, at);
      if (HasFatalFailure()) return;
    }
}

TEST(FastReading, GivesWhatCarefulReadingGivesWhereverTheFileIsCut) {
  for (const auto& sample : samples())
    for (std::size_t at = 0; at < sample.text.size(); at += 1 + at % 2) {
      expect_same_outcome(sample, sample.text.substr(0, at), at);
      if (HasFatalFailure()) return;
    }
}

TEST(FastReading, GivesWhatCarefulReadingGivesForLinesLostAndDoubled) {
  std::mt19937 generator(4);
  for (const auto& sample : samples())
    for (int i = 0; i < 60; ++i) {
      std::string text;
      LineReader lines(sample.text);
      for (std::string_view line; lines.next(line);)
        for (auto times = generator() % 5; times < 4; times += 1 + generator() % 5)
          text += std::string(line) + "\n";
      expect_same_outcome(sample, text, static_cast<std::size_t>(i));
      if (HasFatalFailure()) return;
    }
}

/// Large enough that several blocks are read at a time, with lines in it that end a run.
TEST(FastReading, ReadsALargeFileAsAWholeInPieces) {
  auto text = iaga(300'000);
  text += iaga(250'000);
  text[text.size() / 3] = '\t';
  ASSERT_GT(text.size(), std::size_t{33} << 20);
  ASSERT_EQ(outcome("IAGA-2002", text, true, false), outcome("IAGA-2002", text, true, true));
}

TEST(FixedColumns, TakeEveryPlainNumberAndNoOther) {
  std::mt19937 generator(11);
  constexpr std::string_view letters = "  -0123456789.+e";
  int plain = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string text = "        ";  // in front of the field
    for (int k = 0; k < 9; ++k) text += letters[generator() % letters.size()];
    if (i % 2 == 0)
      text = fmt::format("        {:9.2f}", static_cast<double>(generator() % 2'000'000) / 100 - 9999);
    const std::string_view field(text.data() + 8, 9);
    const auto number = fixed_number<9, 2>(field.data());
    if (number.faults != 0) {
      ASSERT_NE(i % 2, 0) << field;
      continue;
    }
    ++plain;
    const auto expected = to_number(field);
    ASSERT_TRUE(expected) << field;
    ASSERT_EQ(to_float<2>(number), *expected) << field;
    ASSERT_EQ(std::signbit(to_float<2>(number)), std::signbit(*expected)) << field;
  }
  EXPECT_GT(plain, 150'000);
}

}  // namespace
}  // namespace symh
