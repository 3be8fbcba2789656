#include "formats/load.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <random>

#include "core/error.h"
#include "core/file.h"
#include "formats/binary/netcdf_write.h"
#include "formats/format.h"
#include "formats/random_series.h"
#include "formats/text/writers.h"
#include "series/storms.h"
#include "series/transforms.h"
#include "temporary_folder.h"

namespace symh {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Writers, ReadingTheWrittenIagaFileGivesTheSameSeries) {
  std::mt19937_64 generator(3);
  for (int i = 0; i < 100; ++i) {
    const auto series = random_minutes(generator, 2 + generator() % 400, i % 2 == 0);
    const auto text = write_iaga2002(series);
    const auto read = format_named("IAGA-2002").parse({text, "a.dat"}, {});
    expect_same(series, read.series);
    EXPECT_EQ(read.series.status, series.status);
    EXPECT_EQ(write_iaga2002(read.series), text);
  }
}

TEST(Writers, ReadingTheWrittenCsvGivesTheSameSeries) {
  std::mt19937_64 generator(8);
  for (int i = 0; i < 100; ++i) {
    const auto series = random_channels(generator);
    const auto text = write_csv(series);
    const auto read = format_named("CSV").parse({text, "a.csv"}, {});
    expect_same(series, read.series);
    EXPECT_EQ(write_csv(read.series), text);
  }
}

TEST(Writers, ANameWithACommaIsReadAgain) {
  Series series;
  series.segments = {{make_time(2019, 5, 3), 0, 1}};
  series.status = {Status::unknown};
  series.channels = {{"bz (nt, odd)", {1}}, {"sym_h", {-5}}};
  const auto read = format_named("CSV").parse({write_csv(series), "a.csv"}, {}).series;
  EXPECT_EQ(read.at("sym_h").values[0], -5.F);
  EXPECT_EQ(read.channels.size(), 2U);
  const TemporaryFolder folder;
  series.channels[0].name = "a/b";
  write_netcdf(series, {}, folder.path() / "a.nc");
  EXPECT_NE(load({(folder.path() / "a.nc").string()}).series.find("a_b"), nullptr);
}

/// Damage of every kind that a download can take: bytes changed, stretches lost or doubled, the end cut off.
std::string damaged(std::string text, std::mt19937_64& generator) {
  for (auto hits = 1 + generator() % 3; hits > 0 && !text.empty(); --hits) {
    const auto at = generator() % text.size();
    const auto length = std::min<std::size_t>(generator() % 120, text.size() - at);
    switch (generator() % 4) {
      case 0:
        text[at] = static_cast<char>(generator() % 256);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

TEST(EveryFormat, GivesASeriesOrADataErrorWhateverTheDamage) {
  std::mt19937_64 generator(9);
  const auto minutes = random_minutes(generator, 40, true);
  const std::string wdc = "ASYSYM N6E01031120H18SYM          WDCC2KYOTO" + std::string(366 - 10, ' ');
  const std::vector<std::string> good{write_iaga2002(minutes), write_csv(minutes), wdc};
  int read = 0, refused = 0;
  for (int i = 0; i < 6000; ++i) {
    const auto text = damaged(good[generator() % good.size()], generator);
    for (const auto& format : all_formats()) {
      if (format.binary && i % 20 > 1) continue;  // each reads in a process of its own first
      try {
        const auto series = format.parse({text, "x"}, {.tolerant = i % 2 == 0}).series;
        ASSERT_FALSE(series.empty());
        for (const auto& channel : series.channels) ASSERT_EQ(channel.values.size(), series.size());
        ++read;
      } catch (const DataError&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(read, 1000);
  EXPECT_GT(refused, 1000);
}

TEST(Writers, HeaderLinesHaveSeventyCharacters) {
  std::mt19937_64 generator(4);
  const auto text = write_iaga2002(random_minutes(generator, 3));
  std::size_t begin = 0;
  for (int line = 0; line < 13; ++line) {
    const auto end = text.find('\n', begin);
    EXPECT_EQ(end - begin, 70U) << text.substr(begin, end - begin);
    begin = end + 1;
  }
}

class LoadTest : public testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 generator(5);
    series_ = random_minutes(generator, 300);
    text_ = write_iaga2002(series_);
    write_file_atomically(file(), text_);
  }
  std::string file() const { return (folder_.path() / "ASY_a_b_P.dat").string(); }
  std::string error_of(const std::string& path) const {
    try {
      load({path});
    } catch (const DataError& error) {
      return error.what();
    }
    return "no error";
  }
  TemporaryFolder folder_;
  Series series_;
  std::string text_;
};

TEST_F(LoadTest, RefusesWhatIsNotData) {
  const auto refused = [&](const std::string& text) {
    const auto path = (folder_.path() / "x.dat").string();
    write_file_atomically(path, text);
    return error_of(path);
  };
  EXPECT_THAT(refused(""), HasSubstr("x.dat:1:1: found 'an empty file'"));
  EXPECT_THAT(refused(std::string("\x7F"
                                  "ELF\0\0\1",
                                  7)),
              HasSubstr("binary data"));
  EXPECT_THAT(refused("<html><body>Error 500</body></html>\n"), HasSubstr("web page"));
  const auto poem = refused("a poem\nabout storms\n");
  EXPECT_THAT(poem,
              HasSubstr("x.dat:1:1: found 'a poem', expected IAGA-2002 of an observatory, IAGA-2002, WDC, "));
  EXPECT_THAT(poem, HasSubstr("or CSV with a `time` column, or NetCDF, or CDF; convert it or leave it out"));
  for (const auto& format : all_formats()) EXPECT_THAT(poem, HasSubstr(std::string(format.name)));
  EXPECT_THAT(error_of("/nonexistent/folder"), HasSubstr("no such file"));
}

TEST_F(LoadTest, AFolderAndAGlobAreOneSeries) {
  std::mt19937_64 generator(6);
  auto later = random_minutes(generator, 200);
  later.segments[0].start = series_.segments[0].start + Minutes{250};
  write_file_atomically(folder_.path() / "deeper" / "ASY_c_d_P.dat", write_iaga2002(later));
  write_file_atomically(folder_.path() / "README.md", "not data");
  EXPECT_EQ(load({folder_.path().string()}).series.size(), 450U);
  EXPECT_EQ(load({(folder_.path() / "*.dat").string()}).series.size(), 300U);
}

TEST_F(LoadTest, AtEqualStatusTheLaterNameWinsWhateverTheTimesOfTheFilesAndItIsSaid) {
  auto changed = series_;
  for (auto& value : changed.channels[3].values) value = -77.F;
  const auto later = folder_.path() / "z.dat";
  write_file_atomically(later, write_iaga2002(changed));
  for (const auto shift : {-1, 1}) {
    fs::last_write_time(later, fs::last_write_time(file()) + std::chrono::hours(shift));
    const auto data = load({folder_.path().string()});
    for (const float value : data.series.at("sym_h").values) ASSERT_EQ(value, -77.F);
    ASSERT_EQ(data.warnings.size(), 1U);
    EXPECT_THAT(data.warnings[0], HasSubstr("z.dat contradict each other: sym_h differs at "));
  }
}

TEST_F(LoadTest, FilesThatDifferByRoundingAloneDoNotContradictEachOther) {
  const auto csv = [&](const char* name, const char* values) {
    write_file_atomically(folder_.path() / "rounded" / name,
                          std::string("time,sym_h,bz_gsm,speed\n") + values);
  };
  csv("a.csv", "2003-11-20T00:00Z,-50.4,-6.46,401.3\n2003-11-20T00:01Z,-51,-6.4,402\n");
  csv("b.csv", "2003-11-20T00:00Z,-50,-6.5,401\n2003-11-20T00:01Z,-51,-6.4,402\n");
  EXPECT_THAT(load({(folder_.path() / "rounded").string()}).warnings, IsEmpty());
  csv("c.csv", "2003-11-20T00:00Z,-52,6.5,401\n");
  const auto warnings = load({(folder_.path() / "rounded").string()}).warnings;
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_THAT(warnings[1], HasSubstr("bz_gsm differs at 1 time by up to 13 (at 2003-11-20T00:00:00Z)"));
}

TEST_F(LoadTest, TheFirstDamagedFileIsNamedHoweverManyAreReadAtATime) {
  auto damaged = text_;
  damaged.replace(damaged.find('\n', damaged.size() / 2) + 1, 4, "2x00");
  for (int i = 0; i < 30; ++i)
    write_file_atomically(folder_.path() / fmt::format("b{}.dat", 100 + i), i < 7 ? text_ : damaged);
  for (int round = 0; round < 20; ++round)
    EXPECT_THAT(error_of(folder_.path().string()), HasSubstr("b107.dat"));
}

TEST_F(LoadTest, SolarWindOfTheSameCadenceBesideIndexFilesIsOneSeries) {
  Series wind;
  wind.segments = {{series_.first_time(), 0, series_.size()}};
  wind.status.assign(series_.size(), Status::unknown);
  wind.add("speed").values.assign(series_.size(), 400.F);
  write_file_atomically(folder_.path() / "wind.csv", write_csv(wind));
  const auto both = load({folder_.path().string()}).series;
  EXPECT_EQ(both.size(), series_.size());
  EXPECT_EQ(both.channels.size(), 5U);
  EXPECT_EQ(both.at("speed").values[0], 400.F);
  EXPECT_EQ(both.status, series_.status) << "a wind without a status takes none from the indices";
}

TEST_F(LoadTest, ACsvSaysWhereItsWindWasMeasuredAndMayBeJoinedToItself) {
  const auto file = folder_.path() / "wind.csv";
  const std::string text =
      "# solar_wind_at = l1\ntime,speed\n2000-02-28T00:00:00Z,400\n2000-02-28T00:01:00Z,410\n";
  write_file_atomically(file, text + "# solar_wind_at = l1\ntime,speed\n2000-02-28T00:02:00Z,420\n");
  const auto wind = load({file.string()}).series;
  EXPECT_EQ(wind.solar_wind_at, WindPosition::l1);
  EXPECT_EQ(wind.size(), 3U);
  EXPECT_EQ(write_csv(slice(wind, wind.first_time(), wind.first_time() + Minutes{2})), text);
  write_file_atomically(file, "# of my spacecraft\ntime,speed\n2000-02-28T00:00:00Z,400\n");
  EXPECT_EQ(load({file.string()}).series.solar_wind_at, WindPosition::unknown);
}

TEST_F(LoadTest, FilesOfAnotherCadenceAreRefusedByName) {
  write_file_atomically(folder_.path() / "wind.csv",
                        "time,speed\n2000-02-28T00:00Z,400\n2000-02-28T00:05Z,410\n");
  const auto error = error_of(folder_.path().string());
  EXPECT_THAT(error, HasSubstr("ASY_a_b_P.dat is of cadence 1m"));
  EXPECT_THAT(error, HasSubstr("wind.csv of 5m"));
  EXPECT_THAT(error, HasSubstr("give files of one cadence at a time"));
}

TEST(RealData, IsgiWeeksReadWhole) {
  const fs::path folder = fs::path(SYMH_SHARED_DATA) / "isgi-1min";
  if (!fs::exists(folder)) GTEST_SKIP() << "no real data at " << folder;
  const auto data = load({folder.string()});
  EXPECT_EQ(data.files.size(), 12U);
  EXPECT_EQ(data.series.size(), 120960U);
  const auto storms = find_storms(data.series);
  const auto deepest = *std::ranges::min_element(storms, {}, &Storm::minimum_nt);
  EXPECT_EQ(deepest.minimum_nt, -490.F);
  EXPECT_EQ(format_time(deepest.time_of_minimum), "2003-11-20T18:17:00Z");
}

TEST(RealData, FourIndicesStormCsvAndOmniCsvRead) {
  const fs::path shared(SYMH_SHARED_DATA);
  if (!fs::exists(shared)) GTEST_SKIP() << "no real data at " << shared;
  EXPECT_NE(load({(shared / "isgi-1min-four-indices").string()}).series.find("asy_h"), nullptr);
  const auto storms = load({(shared / "storms-5min" / "train").string()});
  EXPECT_EQ(storms.series.cadence, Minutes{5});
  EXPECT_EQ(storms.files.size(), 65U);
  EXPECT_NE(load({(shared / "omni-1min").string()}).series.find("dynamic_pressure"), nullptr);
}

}  // namespace
}  // namespace symh
